// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Interpreter;
import dev.tenon.cdef.CLibrary;
import dev.tenon.error.ImportException;
import dev.tenon.error.kind.ValueError;
import dev.tenon.input.Limit;
import dev.tenon.text.Repr;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each row of `docs/limits.md`: the figure is that of the code, and one more is refused with a
/// clear error, in little time and without much memory.
@Timeout(120)
class LimitsTest {

  private static final Pattern ROW = Pattern.compile("^\\| `([A-Z_]+)` \\| (\\d+) (\\w+) \\|.*");
  private static final int ELF_HEADER = 64;
  private static final int DYNAMIC_SYMBOLS = 11;

  @TempDir private Path folder;

  @Test
  void rowsOfThePage_areTheLimitsOfTheCode() throws IOException {
    Map<String, String> page = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("../../docs/limits.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        page.put(row.group(1), row.group(2) + " " + row.group(3));
      }
    }
    Map<String, String> code = new TreeMap<>();
    for (Limit limit : Limit.values()) {
      code.put(limit.name(), limit.most() + " " + limit.unit());
    }

    assertThat(page).isEqualTo(code);
  }

  @Test
  void moduleOfTenThousandFunctions_isLikeAnyOther() {
    try (Interpreter interpreter = Interpreter.builder().path(NativeWorld.FIXTURES).build()) {
      assertThat(interpreter.importModule("many_entries").call("f9999", 40, 2)).isEqualTo(42L);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneMore_isRefused(Limit limit) throws Exception {
    switch (limit) {
      case MODULE_NAME -> assertRefused("x".repeat(limit.most() + 1), limit);
      case MODULE_NAME_PARTS -> assertRefused("a.".repeat(limit.most()) + "a", limit);
      case SHOWN_NAME ->
          assertThatThrownBy(() -> importModule("x".repeat(limit.most() + 1)))
              .hasMessageContaining("... (%d characters)".formatted(limit.most() + 1));
      case PRINTED_FORM ->
          assertThat(Repr.of(new byte[limit.most()])).hasSize(limit.most() + 3).endsWith("...");
      case PRINTED_DEPTH -> assertThat(Repr.of(nested(limit.most() + 1))).contains("[[...]]");
      case DIRECTORY_ENTRIES -> {
        // Listed like a directory on disk, and made sooner.
        try (ZipOutputStream zip = open(folder.resolve("a.jar"))) {
          for (int index = 0; index <= limit.most(); index++) {
            zip.putNextEntry(new ZipEntry(Integer.toString(index)));
          }
        }
        assertRefused("x", limit, folder.resolve("a.jar").toString());
      }
      case ARCHIVE_DIRECTORY -> {
        Path archive = write("a.jar", end(limit.most() + 1));
        assertRefused("x", limit, archive.toString());
      }
      case ARCHIVE_DEPTH -> assertRefused("x", limit, "a.jar" + "!/a.jar".repeat(limit.most()));
      case NESTED_ARCHIVE -> {
        zip("outer.jar", "inner.jar", limit.most() + 1L);
        assertRefused("x", limit, folder.resolve("outer.jar") + "!/inner.jar");
      }
      case ARCHIVE_METADATA -> {
        zip("a.jar", "META-INF/services/dev.tenon.module.ModuleProvider", limit.most() + 1L);
        assertRefused("x", limit, folder.resolve("a.jar").toString());
      }
      case ARCHIVE_CLASS -> {
        zipOfProvider(limit.most() + 1L);
        assertRefused("x", limit, folder.resolve("outer.jar") + "!/inner.jar");
      }
      case SCRIPT -> assertFileRefused("x.js", limit);
      case DECLARATIONS -> assertFileRefused("x.cdef.h", limit);
      case TYPE_NAME -> {
        try (CLibraryWorld world = new CLibraryWorld(folder)) {
          CLibrary plain = CLibrary.of(world.plain());
          assertThatThrownBy(() -> plain.sizeOf("x".repeat(limit.most() + 1)))
              .isInstanceOf(ValueError.class)
              .hasMessageContaining(limit.exceededBy(limit.most() + 1L));
        }
      }
      case MACRO_EXPANSION -> {
        StringBuilder text = new StringBuilder("#define A0 1\n");
        for (int index = 1; index <= 30; index++) {
          text.append("#define A%1$d A%2$d A%2$d\n".formatted(index, index - 1));
        }
        write("x.cdef.h", text.toString().getBytes(StandardCharsets.UTF_8));
        assertRefused("x", limit);
      }
      case IMAGE_MANIFEST -> {
        Files.copy(NativeWorld.FIXTURES.resolve("basic.so"), folder.resolve("basic.so"));
        sparse("basic.so.tenon", limit.most() + 1L);
        assertRefused("basic", limit);
      }
      case LOCK_FILE -> {
        sparse("tenon.lock", limit.most() + 1L);
        assertThatThrownBy(() -> Interpreter.builder().pins(folder.resolve("tenon.lock")))
            .isInstanceOf(ImportException.class)
            .hasMessageContaining(limit.exceededBy(limit.most() + 1L));
      }
      case ARCHIVE_LIBRARY -> {
        zip("big.jar", "other.so", limit.most() + 1L);
        assertRefused("other", limit, folder.resolve("big.jar").toString());
      }
      case LIBRARY -> {
        Files.copy(NativeWorld.FIXTURES.resolve("basic.so"), folder.resolve("basic.so"));
        sparse("basic.so", limit.most() + 1L);
        try (Interpreter interpreter =
            Interpreter.builder().path(folder).privateImage("basic").build()) {
          assertThatThrownBy(() -> interpreter.importModule("basic"))
              .isInstanceOf(ImportException.class)
              .hasMessageContaining(limit.exceededBy(limit.most() + 1L));
        }
      }
      case SYMBOL_TABLE -> {
        elf(limit.most() + 24L, 1);
        assertNotFound();
      }
      case SYMBOL_NAMES, LIBRARY_MODULES -> {
        elf(limit.most() / 24 * 24L, 60_000);
        assertNotFound();
      }
      case DESCRIPTOR_ENTRIES ->
          assertRefused("too_many_entries", limit, NativeWorld.FIXTURES.toString());
      case DESCRIPTOR_FAULTS ->
          assertThatThrownBy(
                  () -> importModule("too_many_entries", NativeWorld.FIXTURES.toString()))
              .isInstanceOf(ImportException.class)
              .hasMessageContaining("%d faults".formatted(limit.most() + 1))
              .hasMessageEndingWith(" more; expected none; fix those above first");
      case LISTED_LIBRARIES -> {
        // Alone each is within its limits; the last one does not fit.
        elf(Limit.SYMBOL_TABLE.most() / 24 * 24L, 1);
        sparse("first.so", limit.most() * (1L << 20));
        assertRefused("other", limit);
      }
      // NativeJarTest exceeds it, with sizes that are told and not there.
      case ARCHIVE_LIBRARIES,
          // DirectoryFinderTest exceeds it, with files that need not be libraries.
          LISTED_MODULES,
          // What only a command reads is not reached from here: CdtHeaderReaderTest exceeds the
          // limits of headers, BoundedFileTest those of files and output.
          STORED_DECLARATIONS,
          ACCEPTED_FINDINGS,
          HEADER,
          INCLUDED_HEADERS,
          PROMPT_ENTRY,
          PROMPT_HISTORY,
          SYSTEM_TABLE,
          QUOTED_OUTPUT ->
          assertThat(limit.exceededBy(limit.most() + 1L)).contains(limit.unit());
    }
  }

  private static List<?> nested(int depth) {
    List<Object> list = List.of();
    for (int level = 0; level < depth; level++) {
      list = List.of(list);
    }
    return list;
  }

  private void importModule(String name, String... path) {
    String[] entries = path.length == 0 ? new String[] {folder.toString()} : path;
    try (Interpreter interpreter = Interpreter.builder().path(entries).build()) {
      try {
        interpreter.importModule(name);
      } finally {
        assertThat(interpreter.modules().contains(name)).isFalse();
      }
    }
  }

  private void assertRefused(String name, Limit limit, String... path) {
    assertThatThrownBy(() -> importModule(name, path))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("more than the")
        .hasMessageContaining("%d".formatted(limit.most()));
  }

  private void assertNotFound() {
    assertThatThrownBy(() -> importModule("other"))
        .isInstanceOf(ImportException.class)
        .hasMessageStartingWith("No module named 'other'");
  }

  private void assertFileRefused(String file, Limit limit) throws IOException {
    sparse(file, limit.most() + 1L);
    assertRefused("x", limit);
  }

  private Path write(String file, byte[] content) throws IOException {
    return Files.write(folder.resolve(file), content);
  }

  private void sparse(String file, long size) throws IOException {
    try (RandomAccessFile content = new RandomAccessFile(folder.resolve(file).toFile(), "rw")) {
      content.setLength(size);
    }
  }

  /// The end of an archive whose directory has a size.
  private static byte[] end(int size) {
    return ByteBuffer.allocate(22)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0, 0x06054B50)
        .putInt(12, size)
        .array();
  }

  private void zip(String archive, String entry, long size) throws IOException {
    try (ZipOutputStream zip = open(folder.resolve(archive))) {
      zip.setLevel(Deflater.BEST_SPEED);
      zip.putNextEntry(new ZipEntry(entry));
      zeros(zip, size);
      zip.closeEntry();
    }
  }

  private static ZipOutputStream open(Path archive) throws IOException {
    return new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(archive)));
  }

  private static void zeros(OutputStream out, long size) throws IOException {
    byte[] piece = new byte[1 << 16];
    for (long left = size; left > 0; left -= piece.length) {
      out.write(piece, 0, (int) Math.min(left, piece.length));
    }
  }

  /// An archive in an archive whose provider is a class of a size.
  private void zipOfProvider(long size) throws IOException {
    try (ZipOutputStream inner = open(folder.resolve("inner.jar"))) {
      inner.putNextEntry(new ZipEntry("META-INF/services/dev.tenon.module.ModuleProvider"));
      inner.write("Large".getBytes(StandardCharsets.UTF_8));
      inner.closeEntry();
      inner.putNextEntry(new ZipEntry("Large.class"));
      zeros(inner, size);
      inner.closeEntry();
    }
    try (ZipOutputStream outer = open(folder.resolve("outer.jar"))) {
      outer.putNextEntry(new ZipEntry("inner.jar"));
      Files.copy(folder.resolve("inner.jar"), outer);
      outer.closeEntry();
    }
  }

  /// A sparse library whose sections all are one symbol table.
  private void elf(long tableSize, int sections) throws IOException {
    byte[] head = new byte[ELF_HEADER];
    try (RandomAccessFile real =
        new RandomAccessFile(NativeWorld.FIXTURES.resolve("basic.so").toFile(), "r")) {
      real.readFully(head);
    }
    long place = tableSize + 4096;
    ByteBuffer.wrap(head)
        .order(ByteOrder.nativeOrder())
        .putLong(40, place)
        .putShort(58, (short) 64)
        .putShort(60, (short) sections);
    ByteBuffer table = ByteBuffer.allocate(64 * sections).order(ByteOrder.nativeOrder());
    for (int index = 0; index < sections; index++) {
      table.putInt(64 * index + 4, DYNAMIC_SYMBOLS).putLong(64 * index + 24, 64);
      table.putLong(64 * index + 32, tableSize);
    }
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("large.so").toFile(), "rw")) {
      file.write(head);
      file.seek(place);
      file.write(table.array());
    }
  }

  /// The readers that wait for nobody: each kind of file that a name can lead to is a pipe.
  @ParameterizedTest
  @ValueSource(strings = {"x.so", "libx.so", "x.cdef.h", "x.js", "x.py", "x", "basic.so.tenon"})
  void pipe_isNotWaitedFor(String file) throws Exception {
    Files.copy(NativeWorld.FIXTURES.resolve("basic.so"), folder.resolve("basic.so"));
    assertThat(new ProcessBuilder("mkfifo", folder.resolve(file).toString()).start().waitFor())
        .isZero();
    String wanted = file.startsWith("basic") ? "basic" : "x";

    assertThatThrownBy(() -> importModule(wanted)).isInstanceOf(ImportException.class);
  }

  @Test
  void namesOfAllKinds_areShownOnOneLine() {
    List<String> names =
        new ArrayList<>(
            List.of(
                "a\nb",
                "a\rb",
                "\u202egnp",
                "a\u2028b",
                "\ud800",
                "\u001b[31m",
                "a\0b",
                "a'b\"c",
                "..",
                ".",
                "a..b",
                "/etc/passwd",
                "../x",
                "%s%n",
                "\ufeffa"));
    for (String name : names) {
      assertThatThrownBy(() -> importModule(name))
          .isInstanceOf(ImportException.class)
          .satisfies(error ->
              assertThat(error.getMessage())
                  .as(name)
                  .doesNotContain("\r", "\u202e", "\u2028", "\ud800", "\u001b", "\0", "\ufeff")
                  .satisfies(text ->
                      assertThat(text.lines().skip(1)).allMatch(line -> line.startsWith("  "))));
    }
  }
}
