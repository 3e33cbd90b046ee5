// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cdef.CLibrary;
import dev.tenon.cdef.CObject;
import dev.tenon.module.ModuleObject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Structs whose layout attributes and pragmas decide, against a library that has them from its
/// compiler.
final class CLibraryLayoutTest {

  @TempDir private Path folder;
  private CLibraryWorld world;
  private ModuleObject module;
  private CLibrary library;

  @BeforeEach
  void open() throws Exception {
    world = new CLibraryWorld(folder);
    Files.copy(NativeWorld.FIXTURES.resolve("layouts.so"), folder.resolve("layouts.so"));
    try (InputStream text = CLibraryLayoutTest.class.getResourceAsStream("layouts.cdef.h")) {
      module = world.declared("layouts", new String(text.readAllBytes(), StandardCharsets.UTF_8));
    }
    library = CLibrary.of(module);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"event", "apart", "line", "by_typedef", "smalls", "by_pragma", "bits"})
  void size_isTheCompilers(String name) {
    assertThat(library.sizeOf("struct " + name)).isEqualTo(module.call("size_" + name));
  }

  @Test
  void arrayOfPackedStructs_isFilledByC() {
    CObject events = library.allocate("struct event", 3);

    module.call("fill_events", events, 3);

    for (int index = 0; index < 3; index++) {
      CObject event = (CObject) events.at(index);
      assertThat(event.get("events")).isEqualTo(1L);
      assertThat(((CObject) event.get("data")).get("u64")).isEqualTo(1000L + index);
      assertThat(module.call("event_data", event)).isEqualTo(1000L + index);
    }
  }

  @Test
  void members_thatAttributesMove_areReadByC() {
    CObject apart = library.allocate("struct apart");
    CObject byTypedef = library.allocate("struct by_typedef");
    CObject smalls = library.allocate("struct smalls");
    CObject byPragma = library.allocate("struct by_pragma");

    apart.set("i", 77);
    byTypedef.set("w", 78);
    byTypedef.set("big", 1L << 40);
    smalls.set("i", 79);
    byPragma.set("d", 2.5);

    assertThat(module.call("apart_i", apart)).isEqualTo(77L);
    assertThat(module.call("by_typedef_w", byTypedef)).isEqualTo(78L);
    assertThat(module.call("by_typedef_big", byTypedef)).isEqualTo(1L << 40);
    assertThat(module.call("smalls_i", smalls)).isEqualTo(79L);
    assertThat(module.call("by_pragma_d", byPragma)).isEqualTo(2.5);
    assertThat(byTypedef.address() % 16).isZero();
    assertThat(library.allocate("struct line").address() % 32).isZero();
  }

  @Test
  void packedEnumeration_travelsAsItsSmallType() {
    assertThat(module.call("other", module.get("SMALL_A"))).isEqualTo(200L);
    assertThat(module.call("other", module.get("SMALL_B"))).isEqualTo(0L);
  }

  @Test
  void packedBitFields_acrossBytes_areTheSameForC() {
    CObject bits = library.allocate("struct bits");
    long wide = (1L << 59) + 12345;

    bits.set("a", 21);
    bits.set("b", -1_000_000_000);
    bits.set("c", wide);
    bits.set("d", true);

    assertThat(module.call("bits_are", bits, 21, -1_000_000_000, wide, true)).isEqualTo(1L);

    module.call("fill_bits", bits, 9, 1_000_000_000, 77, false);
    assertThat(bits.get("a")).isEqualTo(9L);
    assertThat(bits.get("b")).isEqualTo(1_000_000_000L);
    assertThat(bits.get("c")).isEqualTo(77L);
    assertThat(bits.get("d")).isEqualTo(false);
  }
}
