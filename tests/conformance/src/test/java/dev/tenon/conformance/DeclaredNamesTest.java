// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.ExtensionContractException;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.module.Attribute;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import dev.tenon.value.TenonCallable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Names that a descriptor declares without a value: deprecated ones and lazy submodules.
class DeclaredNamesTest {

  private static ModuleObject loadShop(World world) {
    world
        .finder()
        .add(
            ModuleDef.of("shop")
                .constant("price", 5L)
                .deprecated("cost", "price")
                .slot(new ModuleSlot.DeprecatedName("sum", "total", "since 2.0"))
                .deprecated("gone", "never_set")
                .exec(module -> module.set("total", 7L))
                .build());
    return world.loadModule("shop");
  }

  @Test
  void deprecatedName_read_givesTheReplacementAndWarnsWithThePlace() {
    try (World world = new World()) {
      ModuleObject shop = loadShop(world);

      assertThat(shop.get("cost")).isEqualTo(5L);
      assertThat(shop.get("sum")).isEqualTo(7L);

      assertThat(world.warnings())
          .satisfiesExactly(
              warning ->
                  assertThat(warning)
                      .matches(
                          "DeclaredNamesTest\\.java:\\d+: DeprecationWarning:"
                              + " shop\\.cost is deprecated; use shop\\.price"),
              warning ->
                  assertThat(warning)
                      .endsWith("shop.sum is deprecated; use shop.total (since 2.0)"));
    }
  }

  @Test
  void deprecatedName_readOftenAtOnePlace_warnsOncePerPlace() {
    try (World world = new World()) {
      ModuleObject shop = loadShop(world);
      Attribute handle = shop.attribute("cost");

      for (int round = 0; round < 10; round++) {
        assertThat(shop.get("cost")).isEqualTo(5L);
      }
      assertThat(world.warnings()).hasSize(1);
      for (int round = 0; round < 10; round++) {
        assertThat(handle.get()).isEqualTo(5L);
      }
      assertThat(world.warnings()).hasSize(2);
    }
  }

  @Test
  void deprecatedName_importedByAStatement_warnsWithThePlaceOfTheStatement() {
    try (World world = new World()) {
      loadShop(world);
      Map<String, @Nullable Object> names = new HashMap<>();

      world.imports().statementsOf(names).importFrom("shop", "cost");

      assertThat(names).containsEntry("cost", 5L);
      assertThat(world.warnings()).singleElement().asString().startsWith("DeclaredNamesTest.java:");
    }
  }

  @Test
  void deprecatedName_inTwoInterpreters_warnsInEach() {
    for (int round = 0; round < 2; round++) {
      try (World world = new World()) {
        assertThat(loadShop(world).get("cost")).isEqualTo(5L);
        assertThat(world.warnings()).hasSize(1);
      }
    }
  }

  @Test
  void deprecatedName_replacementMissing_isAnAttributeErrorWithoutWarning() {
    try (World world = new World()) {
      ModuleObject shop = loadShop(world);

      assertThatExceptionOfType(AttributeError.class)
          .isThrownBy(() -> shop.get("gone"))
          .withMessageContaining("'gone'");
      assertThat(world.warnings()).isEmpty();
    }
  }

  @Test
  void deprecatedName_stored_hidesTheDeclaration() {
    try (World world = new World()) {
      ModuleObject shop = loadShop(world);

      shop.set("cost", 1L);

      assertThat(shop.get("cost")).isEqualTo(1L);
      assertThat(shop.get("price")).isEqualTo(5L);
      assertThat(world.warnings()).isEmpty();
    }
  }

  @Test
  void deprecatedName_ofTheReplacementComputed_asksGetattr() {
    try (World world = new World()) {
      ModuleObject shop = loadShop(world);
      shop.set("__getattr__", (TenonCallable) arguments -> "got " + arguments[0]);

      assertThat(shop.get("gone")).isEqualTo("got never_set");
      assertThat(shop.get("other")).isEqualTo("got other");
    }
  }

  @Test
  void dir_listsLazySubmodulesButNoDeprecatedNames() {
    try (World world = new World()) {
      world
          .finder()
          .addPackage(ModuleDef.of("tools").lazySubmodule("saw").deprecated("old", "new").build());

      assertThat(world.loadModule("tools").dir()).contains("saw").doesNotContain("old");
    }
  }

  @Test
  void lazySubmodule_firstRead_importsItOnce() {
    try (World world = new World()) {
      world.finder().addPackage(ModuleDef.of("tools").lazySubmodule("saw").build());
      ModuleObject tools = world.loadModule("tools");
      world.module("tools.saw", saw -> saw.set("teeth", 24L));

      assertThat(world.isRegistered("tools.saw")).isFalse();
      assertThat(tools.get("saw")).isSameAs(tools.get("saw"));

      assertThat(world.ran()).containsExactly("tools.saw");
      assertThat(tools.namespace()).containsKey("saw");
    }
  }

  @Test
  void lazySubmodule_thatIsMissing_isAnErrorAtEachRead() {
    try (World world = new World()) {
      world.finder().addPackage(ModuleDef.of("tools").lazySubmodule("saw").build());
      ModuleObject tools = world.loadModule("tools");

      for (int round = 0; round < 2; round++) {
        assertThatExceptionOfType(ModuleNotFoundException.class)
            .isThrownBy(() -> tools.get("saw"))
            .withMessageContaining("tools.saw");
      }
    }
  }

  @Test
  void descriptor_declarationsThatClash_isRefusedWithAllFaults() {
    try (World world = new World()) {
      world
          .finder()
          .add(
              ModuleDef.of("bad")
                  .constant("a", 1L)
                  .deprecated("a", "b")
                  .deprecated("c", "d")
                  .deprecated("d", "b")
                  .lazySubmodule("x.y")
                  .build());

      assertThatExceptionOfType(ExtensionContractException.class)
          .isThrownBy(() -> world.load("bad"))
          .withMessageContaining("a second attribute 'a'")
          .withMessageContaining("'c' to be replaced by 'd', which is deprecated too")
          .withMessageContaining("the name 'x.y'");
      assertThat(world.isRegistered("bad")).isFalse();
    }
  }
}
