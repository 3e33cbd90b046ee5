// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.kind.ValueError;
import dev.tenon.imports.FinderContract;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleProvider;
import dev.tenon.module.ModuleSpec;
import dev.tenon.search.MetaPathFinder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProvidedModuleFinderTest extends FinderContract {

  private final ProvidedModules modules =
      ProvidedModules.of(
          List.of(
              provider("top", "pkg", "pkg.module", "pkg.inner", "pkg.inner.leaf"),
              provider("both", "both.leaf", "top")));

  private static ModuleProvider provider(String... names) {
    return () -> Stream.of(names).map(name -> ModuleDef.of(name).build()).toList();
  }

  @Override
  protected MetaPathFinder finder() {
    return new ProvidedModuleFinder(() -> modules);
  }

  @Test
  void isPackage_everyPartAbove_isOne() {
    ProvidedModules deep = ProvidedModules.of(List.of(provider("a.b.c")));

    assertThat(deep.isPackage("a")).isTrue();
    assertThat(deep.isPackage("a.b")).isTrue();
    assertThat(deep.isPackage("a.b.c")).isFalse();
  }

  static Stream<Arguments> faultyProviders() {
    return Stream.of(
        Arguments.of((ModuleProvider) () -> null, "returned null, expected a list of descriptors"),
        Arguments.of(
            (ModuleProvider) () -> Arrays.asList(ModuleDef.of("x").build(), null),
            "returned null as descriptor 1"),
        Arguments.of(
            (ModuleProvider)
                () -> {
                  throw new NoClassDefFoundError("acme/Part");
                },
            "raised java.lang.NoClassDefFoundError: acme/Part"),
        Arguments.of(
            (ModuleProvider)
                () -> {
                  throw new AssertionError("boom");
                },
            "raised java.lang.AssertionError: boom"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("faultyProviders")
  void findSpec_providerThatFails_saysWhichAndHow(ModuleProvider provider, String fault) {
    MetaPathFinder finder = new ProvidedModuleFinder(() -> ProvidedModules.of(List.of(provider)));

    for (int trial = 0; trial < 2; trial++) {
      assertThatExceptionOfType(ExtensionLoadException.class)
          .isThrownBy(() -> finder.findSpec("x", null, null))
          .withMessageContaining("the module providers on the program's class path")
          .withMessageContaining(provider.getClass().getName() + ".moduleDefs() " + fault);
    }
  }

  @Test
  void findSpec_providerThatRaises_passesItsErrorOn() {
    ValueError error = new ValueError("bad export function");
    ModuleProvider provider =
        () -> {
          throw error;
        };
    MetaPathFinder finder = new ProvidedModuleFinder(() -> ProvidedModules.of(List.of(provider)));

    assertThatThrownBy(() -> finder.findSpec("x", null, null)).isSameAs(error);
  }

  @Test
  void findSpec_provided_hasAnOriginButNoLocation() {
    ModuleSpec spec = new ProvidedModuleFinder(() -> modules).findSpec("top", null, null);

    assertThat(spec.origin()).isEqualTo("provided");
    assertThat(spec.hasLocation()).isFalse();
  }
}
