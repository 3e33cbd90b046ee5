// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.error.SearchReport;
import dev.tenon.module.ModuleSpec;
import dev.tenon.search.MetaPathFinder;
import dev.tenon.search.PathEntryFinder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every finder has to do. A test of a finder extends this and provides a finder that knows
/// the module `top`, the package `pkg`, its submodule `pkg.module` and its subpackage `pkg.inner`,
/// and the package `both` where there could be a module of that name in the same place; and nothing
/// else.
///
/// Finders of path entries are tested through [#ofEntry].
public abstract class FinderContract {

  /// The finder under test.
  protected abstract MetaPathFinder finder() throws Exception;

  /// A finder for the submodules of a package, where that is another one.
  protected MetaPathFinder finderFor(@Nullable List<String> path) throws Exception {
    return finder();
  }

  /// Whether the finder can tell a package from a module of the same name.
  protected boolean knowsBoth() {
    return true;
  }

  /// A finder of a path entry as a meta path finder.
  protected static MetaPathFinder ofEntry(PathEntryFinder finder) {
    return new MetaPathFinder() {
      @Override
      public @Nullable ModuleSpec findSpec(
          String name,
          @Nullable List<String> path,
          dev.tenon.module.@Nullable ModuleObject target) {
        return finder.findSpec(name, target);
      }

      @Override
      public List<SearchReport.Attempt> explainMiss(String name, @Nullable List<String> path) {
        return List.of(new SearchReport.Attempt(finder.toString(), finder.explainMiss(name)));
      }

      @Override
      public java.util.Collection<String> namesBeside(String name, @Nullable List<String> path) {
        return finder.namesBeside(name);
      }

      @Override
      public void invalidateCaches() {
        finder.invalidateCaches();
      }

      @Override
      public String toString() {
        return finder.toString();
      }
    };
  }

  private ModuleSpec find(String name) throws Exception {
    ModuleSpec spec = finder().findSpec(name, null, null);
    assertThat(spec).as(name).isNotNull();
    return spec;
  }

  private ModuleSpec findIn(ModuleSpec parent, String name) throws Exception {
    List<String> path = parent.submoduleSearchLocations();
    ModuleSpec spec = finderFor(path).findSpec(name, path, null);
    assertThat(spec).as(name).isNotNull();
    return spec;
  }

  @Test
  public void findSpec_module_isNoPackage() throws Exception {
    ModuleSpec spec = find("top");

    assertThat(spec.name()).isEqualTo("top");
    assertThat(spec.loader()).isNotNull();
    assertThat(spec.submoduleSearchLocations()).isNull();
    assertThat(spec.parent()).isEmpty();
  }

  @Test
  public void findSpec_package_hasSearchLocations() throws Exception {
    ModuleSpec spec = find("pkg");

    assertThat(spec.loader()).isNotNull();
    assertThat(spec.submoduleSearchLocations()).isNotNull();
    assertThat(spec.parent()).isEqualTo("pkg");
  }

  @Test
  public void findSpec_moduleInPackage_keepsItsFullName() throws Exception {
    ModuleSpec spec = findIn(find("pkg"), "pkg.module");

    assertThat(spec.name()).isEqualTo("pkg.module");
    assertThat(spec.parent()).isEqualTo("pkg");
  }

  @Test
  public void findSpec_packageInPackage_isAPackage() throws Exception {
    ModuleSpec spec = findIn(find("pkg"), "pkg.inner");

    assertThat(spec.submoduleSearchLocations()).isNotNull();
    assertThat(spec.parent()).isEqualTo("pkg.inner");
  }

  @Test
  public void findSpec_packageAndModuleOfOneName_isThePackage() throws Exception {
    if (knowsBoth()) {
      assertThat(find("both").submoduleSearchLocations()).isNotNull();
    }
  }

  @Test
  public void findSpec_unknownName_isNull() throws Exception {
    for (String name : List.of("unknown", "to", "Top", "", ".", "..", "../top", "/top", "top\0")) {
      assertThat(finder().findSpec(name, null, null)).as(name).isNull();
    }
  }

  @Test
  public void findSpec_twice_givesEqualSpecs() throws Exception {
    assertThat(find("top")).isEqualTo(find("top"));
  }

  @Test
  public void findSpec_afterInvalidation_findsTheSame() throws Exception {
    MetaPathFinder finder = finder();
    ModuleSpec before = finder.findSpec("top", null, null);

    finder.invalidateCaches();

    assertThat(finder.findSpec("top", null, null)).isEqualTo(before);
  }

  @Test
  public void explainMiss_unknownName_givesReasons() throws Exception {
    assertThat(finder().explainMiss("unknown", null))
        .isNotEmpty()
        .allSatisfy(attempt -> assertThat(attempt.reason()).isNotBlank())
        .allSatisfy(attempt -> assertThat(attempt.place()).isNotBlank());
  }

  @Test
  public void namesBeside_unknownName_holdTheKnownOnes() throws Exception {
    assertThat(finder().namesBeside("unknown", null)).contains("top", "pkg");
  }

  @Test
  public void findAllSpecs_module_holdsTheOneThatIsFound() throws Exception {
    assertThat(finder().findAllSpecs("top", null)).contains(find("top"));
    assertThat(finder().findAllSpecs("unknown", null)).isEmpty();
  }

  @Test
  public void printedForm_isShort() throws Exception {
    assertThat(finder().toString()).isNotBlank().doesNotContain("@").doesNotContain("\n");
  }
}
