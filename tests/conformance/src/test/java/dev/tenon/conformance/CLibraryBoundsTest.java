// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.cdef.CLibrary;
import dev.tenon.error.TenonError;
import dev.tenon.error.kind.MemoryError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleObject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sizes, counts and names of types that no C library can be asked for. Each is an error of Tenon.
final class CLibraryBoundsTest {

  @TempDir private Path folder;
  private CLibraryWorld world;
  private ModuleObject library;

  @BeforeEach
  void open() throws Exception {
    world = new CLibraryWorld(folder);
    library =
        world.declared(
            "formats",
            """
            #pragma tenon library("libc.so.6")
            int snprintf(char *text, unsigned long size, const char *format, ...);
            """);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Object format(int count) {
    Object[] arguments = new Object[count];
    Arrays.fill(arguments, 1L);
    arguments[0] = new byte[1];
    arguments[1] = 0L;
    arguments[2] = "%d".repeat(count - 3);
    return library.call("snprintf", arguments);
  }

  @Test
  void arguments_asManyAsAllowed_arePassed() {
    assertThat(format(120)).isEqualTo(117L);
  }

  @ParameterizedTest
  @ValueSource(ints = {121, 126, 255, 256, 5000, 100_000})
  void arguments_moreThanAllowed_areATypeError(int count) {
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> format(count))
        .withMessage(
            "snprintf() was given %d arguments, expected at most 120; make several calls, or pass an"
                    .formatted(count)
                + " array");
  }

  static Stream<Arguments> allocations() {
    return Stream.of(
        Arguments.of("int", -1L, ValueError.class, "cannot allocate -1 values of 'int'"),
        Arguments.of("int", Long.MIN_VALUE, ValueError.class, "expected 0 or more"),
        Arguments.of(
            "int", Long.MAX_VALUE, MemoryError.class, "9223372036854775807 values of 'int'"),
        Arguments.of("char", 1L << 60, MemoryError.class, "-XX:MaxDirectMemorySize"),
        Arguments.of("char", Long.MAX_VALUE, MemoryError.class, "allocate fewer"),
        Arguments.of("char[9223372036854775807]", 1L, MemoryError.class, "of 'char'"),
        Arguments.of("int[4294967296][4294967296]", 1L, MemoryError.class, "4294967296 values"),
        Arguments.of("int[4294967296][4294967296]", 5L, MemoryError.class, "cannot allocate 5"),
        Arguments.of("int[99999999999999999999]", 1L, ValueError.class, "is beyond 64 bits"),
        Arguments.of("int[3", 1L, ValueError.class, "'int[3' is no type"),
        Arguments.of("int][3", 1L, ValueError.class, "'int][3' is no type"),
        Arguments.of("int[3]4", 1L, ValueError.class, "'int[3]4' is no type"),
        Arguments.of("int[]", 1L, ValueError.class, "'int[]' is no type"),
        Arguments.of("", 1L, ValueError.class, "'' is no type"),
        Arguments.of("int " + "*".repeat(100_000), 1L, ValueError.class, "100004 characters"),
        Arguments.of("int " + "[1]".repeat(100_000), 1L, ValueError.class, "1000 that are allowed"),
        Arguments.of(" ".repeat(1001), 1L, ValueError.class, "1001 characters"));
  }

  @ParameterizedTest
  @MethodSource("allocations")
  void allocation_ofAbsurdSizeOrType_isAnError(
      String type, long count, Class<? extends TenonError> kind, String part) {
    refused(kind, part, () -> CLibrary.of(library).allocate(type, count));
  }

  @Test
  void nameOfAType_asLongAsAllowed_isRead() {
    String stars = "int " + "*".repeat(996);
    assertThat(CLibrary.of(library).sizeOf(stars)).isEqualTo(8);
  }

  @Test
  void size_beyond64Bits_isAnError() {
    refused(
        ValueError.class,
        "is beyond 64 bits",
        () -> CLibrary.of(library).sizeOf("int[4294967296][4294967296]"));
  }

  private static void refused(
      Class<? extends TenonError> kind, String part, ThrowingCallable attempt) {
    assertThatExceptionOfType(kind).isThrownBy(attempt).withMessageContaining(part);
  }
}
