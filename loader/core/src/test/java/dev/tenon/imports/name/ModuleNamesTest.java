// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.ImportException;
import org.junit.jupiter.api.Test;

class ModuleNamesTest {

  @Test
  void parts_ofDottedName_areTaken() {
    assertThat(ModuleNames.parent("a.b.c")).isEqualTo("a.b");
    assertThat(ModuleNames.tail("a.b.c")).isEqualTo("c");
    assertThat(ModuleNames.top("a.b.c")).isEqualTo("a");
  }

  @Test
  void parts_ofPlainName_areEmptyOrTheName() {
    assertThat(ModuleNames.parent("a")).isEmpty();
    assertThat(ModuleNames.tail("a")).isEqualTo("a");
    assertThat(ModuleNames.top("a")).isEqualTo("a");
  }

  @Test
  void resolve_levels_climb() {
    assertThat(ModuleNames.resolve("", "a.b.c", 1)).isEqualTo("a.b.c");
    assertThat(ModuleNames.resolve("x.y", "a.b.c", 3)).isEqualTo("a.x.y");
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> ModuleNames.resolve("x", "a.b.c", 4))
        .matches(error -> "x".equals(error.name()));
  }
}
