// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.kind.ValueError;
import dev.tenon.imports.ImportSystem;
import dev.tenon.module.Loader;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleKind;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.search.MetaPathFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Specs and import attributes: area SPEC.
class SpecTest {

  @TempDir private Path temporary;
  private final World world = new World();
  private final Loader loader = new EmptyLoader(false);

  @AfterEach
  void closeWorld() {
    world.close();
  }

  private record EmptyLoader(boolean inPackage) implements Loader {
    @Override
    public Object createModule(ModuleSpec spec) {
      return null;
    }

    @Override
    public void execModule(Object module) {}

    @Override
    public boolean isPackage(String name) {
      return inPackage;
    }

    @Override
    public String toString() {
      return "EmptyLoader";
    }
  }

  private ModuleObject made(ModuleSpec spec) {
    return (ModuleObject) world.imports().moduleFromSpec(spec);
  }

  @Test
  @Case("SPEC-01")
  void spec_fromNameAndLoader_hasNothingElse() {
    ModuleSpec spec = ModuleSpec.of("m", loader).build();

    assertThat(spec.origin()).isNull();
    assertThat(spec.loaderState()).isNull();
    assertThat(spec.submoduleSearchLocations()).isNull();
    assertThat(spec.cached()).isNull();
    assertThat(spec.hasLocation()).isFalse();
  }

  @Test
  @Case("SPEC-02")
  void spec_withAndWithoutPackageFlag_differsInParent() {
    ModuleSpec asPackage = ModuleSpec.of("spam.eggs", loader).asPackage().build();
    ModuleSpec plain = ModuleSpec.of("spam.eggs", loader).build();

    assertThat(asPackage.submoduleSearchLocations()).isEmpty();
    assertThat(asPackage.parent()).isEqualTo("spam.eggs");
    assertThat(plain.submoduleSearchLocations()).isNull();
    assertThat(plain.parent()).isEqualTo("spam");
  }

  @Test
  @Case("SPEC-03")
  void spec_originAlone_isNoLocation() {
    ModuleSpec spec = ModuleSpec.of("m", loader).origin("somewhere").build();
    assertThat(spec.hasLocation()).isFalse();

    ModuleSpec located = ModuleSpec.of("m", null).origin("/m.x").hasLocation(true).build();

    assertThat(located.hasLocation()).isTrue();
  }

  @Test
  @Case("SPEC-04")
  void moduleFromSpec_loaderThatMakesNothing_givesAStandardModule() {
    ModuleObject module = made(ModuleSpec.of("m", loader).build());

    assertThat(module.kind()).isSameAs(ModuleKind.STANDARD);
    assertThat(module.get("__name__")).isEqualTo("m");
    assertThat(world.isRegistered("m")).isFalse();
  }

  @Test
  @Case("SPEC-05")
  void moduleFromSpec_attributes_followTheSpec() {
    ModuleSpec plain = ModuleSpec.of("a.plain", loader).build();
    ModuleSpec asPackage = ModuleSpec.of("a.pkg", loader).asPackage("/pkg").build();
    ModuleSpec located = ModuleSpec.of("m", loader).location("/m.x").cached("/m.c").build();

    ModuleObject plainModule = made(plain);
    assertThat(plainModule.get("__name__")).isEqualTo("a.plain");
    assertThat(plainModule.get("__spec__")).isSameAs(plain);
    assertThat(plainModule.get("__loader__")).isSameAs(loader);
    assertThat(plainModule.get("__package__")).isEqualTo("a");
    assertThat(plainModule.namespace()).doesNotContainKeys("__path__", "__file__", "__cached__");

    ModuleObject packageModule = made(asPackage);
    assertThat(packageModule.get("__path__")).isEqualTo(List.of("/pkg"));
    assertThat(packageModule.get("__package__")).isEqualTo("a.pkg");

    ModuleObject locatedModule = made(located);
    assertThat(locatedModule.get("__file__")).isEqualTo("/m.x");
    assertThat(locatedModule.get("__cached__")).isEqualTo("/m.c");
    assertThat(locatedModule.namespace()).doesNotContainKey("__path__");
  }

  @Test
  @Case("SPEC-07")
  void load_specWithoutLoaderAndLocations_isMissingLoader() {
    MetaPathFinder finder = (name, path, target) -> ModuleSpec.of(name, null).build();
    world.imports().metaPath().addFirst(finder);

    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> world.load("m"))
        .withMessage("missing loader")
        .matches(error -> "m".equals(error.name()));
    assertThat(world.isRegistered("m")).isFalse();
  }

  @Test
  @Case("SPEC-08")
  void specFromLoader_packageQuestionThatFails_givesNoLocations() {
    Loader asking =
        new Loader() {
          @Override
          public Object createModule(ModuleSpec spec) {
            return null;
          }

          @Override
          public void execModule(Object module) {}

          @Override
          public boolean isPackage(String name) {
            throw new ImportException("cannot tell", name);
          }
        };

    ModuleSpec spec = ImportSystem.specFromLoader("m", asking);

    assertThat(spec.submoduleSearchLocations()).isNull();
    assertThat(spec.loader()).isSameAs(asking);
  }

  @Test
  void specFromLoader_package_getsLocations() {
    ModuleSpec spec = ImportSystem.specFromLoader("p", new EmptyLoader(true));

    assertThat(spec.submoduleSearchLocations()).isEmpty();
    assertThat(spec.hasLocation()).isFalse();
  }

  @Test
  @Case("SPEC-09")
  void specFromFile_unknownSuffixOrNothing_isNull() {
    assertThat(ImportSystem.specFromFile("m", Path.of("m.unknown"), null)).isNull();
    assertThat(ImportSystem.specFromFile("m", null, null)).isNull();
  }

  @Test
  void specFromFile_knownSuffix_getsLoaderAndLocation() {
    Path file = Path.of("/x/m" + AttributeFiles.SUFFIX);

    ModuleSpec plain = ImportSystem.specFromFile("m", file, null);
    ModuleSpec asPackage =
        ImportSystem.specFromFile("p", Path.of("/x/p/__init__" + AttributeFiles.SUFFIX), null);

    assertThat(plain.loader()).isEqualTo(new AttributeFiles().loaderFor("m", file));
    assertThat(plain.origin()).isEqualTo(file.toString());
    assertThat(plain.hasLocation()).isTrue();
    assertThat(plain.submoduleSearchLocations()).isNull();
    assertThat(asPackage.submoduleSearchLocations()).containsExactly("/x/p");
  }

  @Test
  void specFromFile_loaderWithoutFile_hasUnknownLocation() {
    ModuleSpec spec = ImportSystem.specFromFile("m", null, loader);

    assertThat(spec.origin()).isEqualTo("<unknown>");
    assertThat(spec.hasLocation()).isTrue();
  }

  @Test
  @Case("SPEC-09")
  void specFromFile_givenSearchLocations_followsThem() {
    Path file = Path.of("/a/b/module" + AttributeFiles.SUFFIX);
    Loader loader = ImportSystem.specFromFile("m", file, null).loader();

    assertThat(
            ImportSystem.specFromFile("m", file, loader, List.of("/x", "/y"))
                .submoduleSearchLocations())
        .containsExactly("/x", "/y");
    assertThat(ImportSystem.specFromFile("m", file, null, List.of()).submoduleSearchLocations())
        .containsExactly("/a/b");
    assertThat(ImportSystem.specFromFile("m", file, loader, null).submoduleSearchLocations())
        .isNull();
    Path init = Path.of("/a/b/__init__" + AttributeFiles.SUFFIX);
    assertThat(ImportSystem.specFromFile("m", init, null, null).submoduleSearchLocations())
        .isNull();
    assertThat(ImportSystem.specFromFile("m", Path.of("/a/notes"), null, List.of())).isNull();
  }

  @Test
  @Case("SPEC-08")
  void specFromTheLoaderOfASpec_isLikeTheSpec() throws Exception {
    Path folder = Files.createDirectories(temporary.resolve("native"));
    Path library = NativeWorld.FIXTURES.resolve("basic.so");
    Files.createDirectories(folder.resolve("pkg"));
    Files.copy(library, folder.resolve("basic.so"));
    Files.copy(library, folder.resolve("pkg/__init__.so"));
    Files.writeString(folder.resolve("c.cdef.h"), "int abs(int x);");
    try (World files = new World(folder)) {
      files.finder().addPackage(ModuleDef.of("shop").build());
      for (String name : List.of("basic", "pkg", "c", "shop")) {
        ModuleSpec spec = files.imports().findSpec(name);

        ModuleSpec made = ImportSystem.specFromLoader(name, spec.loader());

        assertThat(made.origin()).as(name).isEqualTo(spec.origin());
        assertThat(made.hasLocation()).as(name).isEqualTo(spec.hasLocation());
        assertThat(made.submoduleSearchLocations())
            .as(name)
            .isEqualTo(spec.submoduleSearchLocations());
      }
    }
  }

  @Test
  @Case("SPEC-10")
  void findSpec_registeredModule_givesItsVerySpec() {
    MetaPathFinder failing =
        (name, path, target) -> {
          throw new AssertionError("asked for " + name);
        };
    world.module("m");
    ModuleObject module = world.loadModule("m");
    world.imports().metaPath().addFirst(failing);

    assertThat(world.imports().findSpec("m")).isSameAs(module.get("__spec__"));
  }

  @Test
  @Case("SPEC-11")
  void findSpec_registeredModuleWithoutSpec_isValueError() {
    ModuleObject module = new ModuleObject("n");
    world.interpreter().modules().put("n", module);

    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> world.imports().findSpec("n"))
        .withMessage("n.__spec__ is None");
    module.delete("__spec__");
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> world.imports().findSpec("n"))
        .withMessage("n.__spec__ is not set");
  }

  @Test
  void findSpec_forbiddenModule_isNull() {
    world.interpreter().modules().put("n", null);

    assertThat(world.imports().findSpec("n")).isNull();
  }

  @Test
  @Case("SPEC-12")
  void findSpec_submodule_importsThePackageOnly() {
    world.packageOf("spam").module("spam.ham");

    ModuleSpec first = world.imports().findSpec("spam.ham");
    ModuleSpec second = world.imports().findSpec(".ham", "spam");

    assertThat(world.isRegistered("spam")).isTrue();
    assertThat(world.isRegistered("spam.ham")).isFalse();
    assertThat(first).isNotNull().isEqualTo(second);
  }

  @Test
  void findSpec_submoduleOfPlainModule_isNotFound() {
    world.module("plain");

    assertThatExceptionOfType(ModuleNotFoundException.class)
        .isThrownBy(() -> world.imports().findSpec("plain.sub"))
        .withMessage("__path__ attribute not found on 'plain' while trying to find 'plain.sub'");
  }

  @Test
  void spec_printed_showsWhatIsSet() {
    assertThat(ModuleSpec.of("m", loader).build())
        .hasToString("ModuleSpec(name='m', loader=EmptyLoader)");
    assertThat(ModuleSpec.of("p", loader).origin("here").asPackage("/p").build())
        .hasToString(
            "ModuleSpec(name='p', loader=EmptyLoader, origin='here',"
                + " submodule_search_locations=[/p])");
  }
}
