// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.module.ModuleDef;
import dev.tenon.search.MetaPathFinder;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MemoryFinderTest {

  private final MemoryFinder finder =
      new MemoryFinder()
          .add("top", module -> {})
          .addPackage("pkg", module -> {})
          .add("pkg.module", module -> {})
          .addPackage("pkg.inner", module -> {});

  @Nested
  class Contract extends FinderContract {
    @Override
    protected MetaPathFinder finder() {
      return finder;
    }

    @Override
    protected boolean knowsBoth() {
      return false;
    }
  }

  @Test
  void add_twice_replaces() {
    Object before = finder.findSpec("top", null, null);

    finder.add("top", module -> module.set("x", 1L));

    assertThat(finder.findSpec("top", null, null)).isNotNull().isNotEqualTo(before);
  }

  @Test
  void remove_known_isForgotten() {
    assertThat(finder.remove("top").findSpec("top", null, null)).isNull();
  }

  @Test
  void add_descriptor_getsALoaderForEachSpec() {
    finder.add(ModuleDef.of("ext").build());

    assertThat(finder.findSpec("ext", null, null).loader())
        .isEqualTo(finder.findSpec("ext", null, null).loader())
        .isNotSameAs(finder.findSpec("ext", null, null).loader());
  }
}
