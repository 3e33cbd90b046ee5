package dev.tenon.imports.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.imports.FinderContract;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleProvider;
import dev.tenon.module.ModuleSpec;
import dev.tenon.search.MetaPathFinder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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

  @Test
  void findSpec_provided_hasAnOriginButNoLocation() {
    ModuleSpec spec = new ProvidedModuleFinder(() -> modules).findSpec("top", null, null);

    assertThat(spec.origin()).isEqualTo("provided");
    assertThat(spec.hasLocation()).isFalse();
  }
}
