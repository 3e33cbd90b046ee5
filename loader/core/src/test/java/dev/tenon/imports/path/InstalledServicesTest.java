// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.module.Loader;
import dev.tenon.search.ModuleFileType;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/// Implementations that no file below `META-INF/services` names, as in a program of one jar.
class InstalledServicesTest {

  /// A type of files that is not registered.
  public static final class Unregistered implements ModuleFileType {
    @Override
    public List<String> fileNames(String tail) {
      return List.of();
    }

    @Override
    public Loader loaderFor(String name, Path file) {
      throw new UnsupportedOperationException(name);
    }
  }

  private static List<? extends Class<?>> found(String... own) {
    ClassLoader loader = InstalledServicesTest.class.getClassLoader();
    return InstalledServices.all(
            ServiceLoader.load(ModuleFileType.class, loader),
            ModuleFileType.class,
            loader,
            List.of(own))
        .stream()
        .map(ModuleFileType::getClass)
        .toList();
  }

  @Test
  void ownImplementation_thatNoFileNames_isFoundOnTheClassPath() {
    assertThat(found(Unregistered.class.getName()).contains(Unregistered.class))
        .isEqualTo(!ModuleFileType.class.getModule().isNamed());
  }

  @Test
  void registeredImplementation_isFoundOnce() {
    List<? extends Class<?>> plain = found();

    assertThat(plain).isNotEmpty();
    assertThat(found(plain.getFirst().getName())).isEqualTo(plain);
  }

  @Test
  void implementation_thatIsNotInstalled_isLeftOut() {
    assertThat(found("dev.tenon.none.None", "java.lang.String")).isEqualTo(found());
  }
}
