// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.code.Globals;
import dev.tenon.error.kind.ValueError;
import dev.tenon.imports.ImportStatements;
import dev.tenon.imports.LazyLoader;
import dev.tenon.imports.LazyMode;
import dev.tenon.imports.MemoryFinder;
import dev.tenon.module.Attribute;
import dev.tenon.module.Loader;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ModuleSpec;
import dev.tenon.value.Deferred;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Lazy loading and lazy imports: area LAZY.
class LazyTest {

  private final World world = new World();
  private final ModuleObject user = world.interpreter().newModule("user");

  @AfterEach
  void closeWorld() {
    world.close();
  }

  private record BodyOf(ModuleSlot.ExecBody body) implements Loader {
    @Override
    public Object createModule(ModuleSpec spec) {
      return null;
    }

    @Override
    public void execModule(Object module) throws Exception {
      body.run((ModuleObject) module);
    }
  }

  /// Describes a module with a lazy loader and imports it.
  private ModuleObject lazilyLoaded(ModuleSlot.ExecBody body) {
    world
        .finder()
        .add(
            "lazy",
            new LazyLoader(
                new BodyOf(module -> {
                  world.ran().add("lazy");
                  body.run(module);
                })));
    return world.loadModule("lazy");
  }

  @Test
  @Case("LAZY-01")
  void lazyLoader_firstRead_runsTheBodyOnce() throws Exception {
    ModuleObject module = lazilyLoaded(self -> self.set("attr", 42L));
    assertThat(world.ran()).isEmpty();
    Attribute handle = module.attribute("attr");

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Object>> reads = new ArrayList<>();
      for (int reader = 0; reader < 16; reader++) {
        reads.add(threads.submit(handle::get));
      }
      for (Future<Object> read : reads) {
        assertThat(read.get()).isEqualTo(42L);
      }
    }

    assertThat(world.ran()).containsExactly("lazy");
    assertThat(module.kind().name()).isEqualTo("module");
    assertThat(module.get("__loader__")).isInstanceOf(BodyOf.class);
  }

  @Test
  @Case("LAZY-02")
  void lazyLoader_attributeSetBefore_outlivesTheBody() {
    ModuleObject module = lazilyLoaded(self -> self.set("attr", 42L));

    module.set("attr", 6L);
    assertThat(world.ran()).isEmpty();

    assertThat(module.get("attr")).isEqualTo(6L);
    assertThat(world.ran()).containsExactly("lazy");
  }

  @Test
  @Case("LAZY-03")
  void lazyLoader_otherObjectRegistered_isValueError() {
    ModuleObject module = lazilyLoaded(self -> self.set("attr", 42L));
    world.interpreter().modules().put("lazy", new ModuleObject("lazy"));

    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> module.get("attr"))
        .withMessage("module object for 'lazy' substituted in sys.modules during a lazy load");
  }

  @Test
  void lazyLoader_bodyThatReadsAndDeletesItsOwnNames_sees() {
    ModuleObject module =
        lazilyLoaded(self -> {
          self.set("a", 1L);
          self.set("b", self.get("a"));
          self.delete("a");
        });

    assertThat(module.dir()).contains("b").doesNotContain("a");
    assertThat(module.get("b")).isEqualTo(1L);
  }

  @Test
  @Case("LAZY-04")
  void lazyImport_firstUse_importsAndBindsTheModule() {
    world.module("n");
    world.imports().statementsOf(user).lazy().importModule("n");

    assertThat(world.isRegistered("n")).isFalse();
    assertThat(user.namespace().get("n"))
        .isInstanceOf(Deferred.class)
        .hasToString("<lazy_import 'n'>");

    assertThat(user.get("n")).isSameAs(world.registered("n")).isInstanceOf(ModuleObject.class);
    assertThat(user.namespace().get("n")).isSameAs(world.registered("n"));
  }

  @Test
  void lazyImport_inAllForms_bindsWhatTheEagerOneBinds() {
    world.packageOf("p", self -> self.set("x", 1L)).module("p.m", self -> self.set("y", 2L));
    Attribute handle = user.attribute("y");
    user.set("y", "before");
    assertThat(handle.get()).isEqualTo("before");

    world.imports().statementsOf(user).lazy().importModuleAs("p.m", "m");
    world.imports().statementsOf(user).lazy().importFrom("p.m", "y");
    world.imports().statementsOf(user).lazy().importFromAs("p", "x", "z");
    assertThat(world.ran()).isEmpty();

    assertThat(handle.get()).isEqualTo(2L);
    assertThat(user.get("m")).isSameAs(world.registered("p.m"));
    assertThat(user.get("z")).isEqualTo(1L);
  }

  @Test
  void lazyImport_inAMapping_isImportedByTheFirstReadOfTheBareName() {
    world.module("n", module -> module.set("x", 1L));
    Map<String, Object> mapping = new HashMap<>(Map.of("__name__", "user"));
    world.imports().statementsOf(mapping).lazy().importModule("n");

    assertThat(mapping.get("n")).isInstanceOf(Deferred.class);
    assertThat(world.isRegistered("n")).isFalse();

    Object read = Globals.of(mapping).get("n");

    assertThat(read).isSameAs(world.registered("n")).isInstanceOf(ModuleObject.class);
    assertThat(mapping).containsEntry("n", read);
  }

  @Test
  @Case("LAZY-05")
  void lazyImport_thatFails_failsAtEachUseWithBothPlaces() {
    world.module(
        "bad",
        self -> {
          throw new ValueError("bad body");
        });
    world.imports().statementsOf(user).lazy().importModule("bad");

    for (int use = 1; use <= 2; use++) {
      assertThatExceptionOfType(ValueError.class)
          .isThrownBy(() -> user.get("bad"))
          .withMessage("bad body")
          .satisfies(LazyTest::namesThePlace);
      assertThat(world.ran()).hasSize(use);
    }
    world.module("bad", self -> self.set("good", true));
    assertThat(((ModuleObject) user.get("bad")).get("good")).isEqualTo(true);
  }

  private static void namesThePlace(Throwable error) {
    assertThat(error.getSuppressed()).hasSize(1);
    Throwable place = error.getSuppressed()[0];
    assertThat(place).hasMessage("deferred import of 'bad' raised an exception during resolution");
    assertThat(place.getStackTrace())
        .anyMatch(frame ->
            frame.getMethodName().equals("lazyImport_thatFails_failsAtEachUseWithBothPlaces"));
  }

  @Test
  @Case("LAZY-06")
  void lazyImport_finderAddedAfterwards_isAsked() {
    world.imports().statementsOf(user).lazy().importModule("late");
    MemoryFinder later = new MemoryFinder().add("late", self -> self.set("x", 1L));
    world.imports().metaPath().add(later);

    assertThat(((ModuleObject) user.get("late")).get("x")).isEqualTo(1L);
  }

  @Test
  @Case("LAZY-07")
  void lazyImport_modeNone_isEagerAndTheFilterIsNotAsked() {
    world.module("n");
    List<String> asked = new ArrayList<>();
    world.imports().setLazyMode(LazyMode.NONE);
    world.imports().setLazyFilter((importer, name, names) -> asked.add(name));

    world.imports().statementsOf(user).lazy().importModule("n");

    assertThat(world.isRegistered("n")).isTrue();
    assertThat(user.namespace().get("n")).isSameAs(world.registered("n"));
    assertThat(asked).isEmpty();
  }

  @Test
  void lazyFilter_getsTheResolvedNameOnceForEachStatement() {
    world.packageOf("pkg").packageOf("pkg.inner").module("pkg.sibling");
    world.module("pkg.inner.user");
    List<String> asked = new ArrayList<>();
    world
        .imports()
        .setLazyFilter((importer, name, names) -> asked.add(importer + " " + name + " " + names));
    ImportStatements in = world.imports().statementsOf(world.loadModule("pkg.inner.user")).lazy();

    in.importFrom("..sibling", "a", "b", "c");
    in.importFrom(".", "user", "other");
    in.importFromAs("..", "sibling", "s");
    in.importModule("pkg.sibling");
    in.importModuleAs("pkg.sibling", "alias");

    assertThat(asked)
        .containsExactly(
            "pkg.inner.user pkg.sibling [a, b, c]",
            "pkg.inner.user pkg.inner [user, other]",
            "pkg.inner.user pkg [sibling]",
            "pkg.inner.user pkg.sibling []",
            "pkg.inner.user pkg.sibling []");
  }

  @Test
  void lazyMode_all_makesStatementsLazyUnlessTheFilterSaysNo() {
    world.module("a").module("b");
    world.imports().setLazyMode(LazyMode.ALL);
    world
        .imports()
        .setLazyFilter((importer, name, names) -> "user".equals(importer) && name.equals("a"));

    world.imports().statementsOf(user).importModule("a");
    world.imports().statementsOf(user).importModule("b");

    assertThat(world.ran()).containsExactly("b");
    assertThat(user.get("a")).isSameAs(world.registered("a"));
  }
}
