// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.Interpreter;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.SystemExit;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleDef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Audit hooks: area AUD.
class AuditTest {

  private final World world = new World();
  private final Interpreter interpreter = world.interpreter();
  private final List<Object> seen = new ArrayList<>();

  @AfterEach
  void closeWorld() {
    world.close();
  }

  /// Adds a hook that sees one kind of events.
  private void watch(String wanted) {
    interpreter.addAuditHook((event, arguments) -> {
      if (event.equals(wanted)) {
        seen.add(new ArrayList<>(arguments));
      }
    });
  }

  @Test
  @Case("AUD-01")
  void import_twice_isOneEvent() {
    world.module("m");
    watch("import");

    world.load("m");
    world.load("m");

    assertThat(seen)
        .containsExactly(
            Arrays.asList(
                "m",
                null,
                world.imports().path(),
                world.imports().metaPath(),
                world.imports().pathHooks()));
  }

  @Test
  @Case("AUD-02")
  void import_ofMissingModule_isAnEventBeforeTheSearch() {
    watch("import");
    world
        .imports()
        .metaPath()
        .addFirst((name, path, target) -> {
          seen.add("searched");
          return null;
        });

    assertThatExceptionOfType(ModuleNotFoundException.class)
        .isThrownBy(() -> world.load("missing"));

    assertThat(seen).hasSizeGreaterThanOrEqualTo(2).element(1).isEqualTo("searched");
    assertThat((List<?>) seen.getFirst()).first().isEqualTo("missing");
  }

  @Test
  @Case("AUD-03")
  void hook_thatRaises_refusesTheImport() {
    RuntimeError refusal = new RuntimeError("no calendar");
    world.module("calendar");
    world
        .imports()
        .metaPath()
        .addFirst((name, path, target) -> {
          seen.add("searched");
          return null;
        });
    interpreter.addAuditHook((event, arguments) -> {
      if (event.equals("import") && "calendar".equals(arguments.getFirst())) {
        throw refusal;
      }
    });

    assertThatExceptionOfType(RuntimeError.class)
        .isThrownBy(() -> world.load("calendar"))
        .isSameAs(refusal);

    assertThat(world.isRegistered("calendar")).isFalse();
    assertThat(seen).isEmpty();
  }

  @Test
  @Case("AUD-04")
  void hooks_theSecondRaises_theThirdIsNotTold() {
    interpreter.addAuditHook((event, arguments) -> seen.add("first " + event));
    interpreter.addAuditHook((event, arguments) -> {
      seen.add("second " + arguments);
      if (event.equals("my.event")) {
        throw new ValueError("refused");
      }
    });
    interpreter.addAuditHook((event, arguments) -> seen.add("third"));
    seen.clear();

    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> interpreter.audit("my.event", 1L, "two"))
        .withMessage("refused");

    assertThat(seen).containsExactly("first my.event", "second [1, two]");
  }

  @Test
  @Case("AUD-05")
  void hook_thatRaisesOnAddaudithook_keepsOthersOut() {
    interpreter.addAuditHook((event, arguments) -> {
      if (event.equals("sys.addaudithook")) {
        throw new RuntimeError("nobody else");
      }
    });

    interpreter.addAuditHook((event, arguments) -> seen.add(event));
    interpreter.audit("my.event");

    assertThat(seen).isEmpty();
  }

  @Test
  void hook_thatExitsOnAddaudithook_isNotSilent() {
    interpreter.addAuditHook((event, arguments) -> {
      throw new SystemExit(3);
    });

    assertThatExceptionOfType(SystemExit.class)
        .isThrownBy(() -> interpreter.addAuditHook((event, arguments) -> {}));
  }

  @Test
  void phases_ofExtension_areEventsAndCanBeRefused() {
    world.finder().add(ModuleDef.of("ext").exec(module -> seen.add("body")).build());
    interpreter.addAuditHook((event, arguments) -> {
      if (event.startsWith("tenon.")) {
        seen.add(event + " " + arguments.getFirst());
      }
      if (event.equals("tenon.exec") && seen.size() <= 6) {
        throw new Exception("not now");
      }
    });

    assertThatExceptionOfType(RuntimeError.class)
        .isThrownBy(() -> world.load("ext"))
        .withMessageContaining("an audit hook refused 'tenon.exec'");
    assertThat(seen)
        .containsExactly(
            "tenon.find ext",
            "tenon.query ext",
            "tenon.check ext",
            "tenon.create ext",
            "tenon.state ext",
            "tenon.exec ext");
    assertThat(world.isRegistered("ext")).isFalse();
  }
}
