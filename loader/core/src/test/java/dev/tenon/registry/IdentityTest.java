// SPDX-License-Identifier: Apache-2.0
package dev.tenon.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Interpreter;
import dev.tenon.imports.LazyLoader;
import dev.tenon.imports.MemoryFinder;
import dev.tenon.imports.load.BodyLoader;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdentityTest {

  private final MemoryFinder memory = new MemoryFinder();
  private final Interpreter interpreter = Interpreter.create();

  @BeforeEach
  void describeModules() {
    interpreter.imports().metaPath().addFirst(memory);
    memory
        .add(
            "source",
            module -> {
              module.set("table", new ArrayList<>(List.of("a table")));
              module.set("number", 42L);
              module.set("text", "text");
            })
        .add("user", module -> from(module, "table", "number", "text"));
  }

  private static void from(ModuleObject module, String... names) {
    Interpreter.current().imports().statementsOf(module).importFrom("source", names);
  }

  @AfterEach
  void closeInterpreter() {
    interpreter.close();
  }

  private ModuleIdentity identity(String name) {
    return interpreter.modules().identity(name).orElseThrow();
  }

  @Test
  void identity_freshModule_isExecutedOnceAndHasNoStaleValues() {
    ModuleObject source = interpreter.importModule("source");
    interpreter.importModule("user");

    assertThat(identity("source"))
        .isEqualTo(new ModuleIdentity(source, List.of("source"), null, 1, List.of()));
  }

  @Test
  void identity_afterReload_tellsWhoHoldsOldValues() {
    ModuleObject source = interpreter.importModule("source");
    ModuleObject user = interpreter.importModule("user");

    interpreter.reload(source);

    assertThat(identity("source").executions()).isEqualTo(2);
    assertThat(identity("source").stale())
        .containsExactly(
            new ModuleIdentity.StaleValue("user", "table", "table", 1, user.get("table")));
    assertThat(identity("user").stale()).isEmpty();
  }

  @Test
  void identity_userReloadedToo_hasNoStaleValues() {
    ModuleObject source = interpreter.importModule("source");
    ModuleObject user = interpreter.importModule("user");

    interpreter.reload(source);
    interpreter.reload(user);

    assertThat(identity("source").stale()).isEmpty();
  }

  @Test
  void identity_valueThatTheBodyDidNotReplace_isNotStale() {
    ModuleObject source = interpreter.importModule("source");
    Object kept = new Object();
    source.set("kept", kept);
    interpreter.importModule("user").set("kept", kept);

    interpreter.reload(source);

    assertThat(identity("source").stale())
        .extracting(ModuleIdentity.StaleValue::name)
        .doesNotContain("kept");
  }

  @Test
  void identity_valueOfSeveralExecutions_tellsTheLast() {
    ModuleObject source = interpreter.importModule("source");
    ModuleObject user = interpreter.importModule("user");
    interpreter.reload(source);
    user.set("second", source.get("table"));

    interpreter.reload(source);

    assertThat(identity("source").stale())
        .containsExactlyInAnyOrder(
            new ModuleIdentity.StaleValue("user", "table", "table", 1, user.get("table")),
            new ModuleIdentity.StaleValue("user", "second", "table", 2, user.get("second")));
  }

  @Test
  void identity_moduleReimportedAfterDeletion_tellsWhoHoldsTheOldOne() {
    memory.add(ModuleDef.of("ext").dynamic("f", null, (module, arguments) -> null).build());
    ModuleObject old = interpreter.importModule("ext");
    ModuleObject user = interpreter.importModule("user");
    user.set("ext", old);
    user.set("f", old.get("f"));
    interpreter.modules().remove("ext");

    ModuleObject fresh = interpreter.importModule("ext");

    assertThat(identity("ext").module()).isSameAs(fresh);
    assertThat(identity("ext").executions()).isEqualTo(2);
    assertThat(identity("ext").stale())
        .containsExactlyInAnyOrder(
            new ModuleIdentity.StaleValue("user", "ext", null, 1, old),
            new ModuleIdentity.StaleValue("user", "f", "f", 1, old.get("f")));
  }

  @Test
  void identity_moduleUnderTwoNames_isOneObject() {
    ModuleObject source = interpreter.importModule("source");
    interpreter.modules().put("alias", source);

    assertThat(identity("alias")).isEqualTo(identity("source"));
    assertThat(identity("source").names()).containsExactly("source", "alias");
  }

  @Test
  void identity_registeredByHand_hasNoExecutions() {
    interpreter.modules().put("five", 5L);
    interpreter.modules().put("forbidden", null);

    assertThat(identity("five"))
        .isEqualTo(new ModuleIdentity(5L, List.of("five"), null, 0, List.of()));
    assertThat(interpreter.modules().identity("forbidden")).isEmpty();
    assertThat(interpreter.modules().identity("unknown")).isEmpty();
    assertThat(interpreter.modules().identity())
        .extracting(known -> known.names().getFirst())
        .containsExactly("builtins", "__main__", "sys", "five");
  }

  @Test
  void identity_reloadThatExecutesNothing_isNotCounted() {
    memory.add(ModuleDef.of("plain").constant("x", 1L).build());
    ModuleObject plain = interpreter.importModule("plain");
    plain.set("list", new ArrayList<>());

    interpreter.reload(plain);
    interpreter.reload(plain);

    assertThat(identity("plain").executions()).isEqualTo(1);
    assertThat(identity("plain").stale()).isEmpty();
  }

  @Test
  void identity_lazyModule_isExecutedWithItsFirstUse() {
    memory.add(
        "lazy", new LazyLoader(new BodyLoader(module -> module.set("x", new Object()), false)));
    ModuleObject lazy = interpreter.importModule("lazy");
    assertThat(identity("lazy").executions()).isZero();

    assertThat(lazy.get("x")).isNotNull();
    assertThat(identity("lazy").executions()).isEqualTo(1);
  }
}
