// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.debug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.value.SourcePlace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Debug information of libraries that are compiled here in the ways that compilers offer.
class DebugInformationTest {

  private static final String SOURCE =
      """
      struct point { int x; unsigned char flags : 3; };
      typedef struct point point;
      int shared_counter;
      static int twice(int number)
      {
          return 2 * number;
      }

      int first(int number)
      {
          if (__builtin_expect(number < 0, 0))
              __builtin_abort();
          return twice(number) + shared_counter;
      }

      __attribute__((noinline)) static long hidden(const point *at, ...)
      {
          return at->x + 1;
      }

      long (*keep)(const point *at, ...) = hidden;
      """;

  @TempDir private Path folder;
  private Path source = Path.of("");

  @BeforeEach
  void writeSource() throws IOException {
    source = Files.writeString(folder.resolve("some code.c"), SOURCE);
  }

  private Path library(String... options) throws IOException, InterruptedException {
    Path library = folder.resolve("made.so");
    List<String> command = new ArrayList<>(List.of("cc", "-shared", "-fPIC"));
    command.addAll(List.of(options));
    command.addAll(List.of("-o", library.toString(), source.toString()));
    Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(compiler.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(compiler.exitValue()).as(said).isZero();
    return library;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-g",
        "-gdwarf-2 -gstrict-dwarf",
        "-gdwarf-3",
        "-gdwarf-4",
        "-gdwarf-5",
        "-g -gdwarf64",
        "-gdwarf-4 -gdwarf64",
        "-g -O2",
        "-g -O3 -ffunction-sections -Wl,--gc-sections",
        "-gdwarf-4 -O2",
        "-g -gz=zlib",
        "-gdwarf-4 -gz=zlib-gnu",
        "-gdwarf-5 -fdebug-types-section",
        "-g -flto",
      })
  void everyForm_hasFunctionsTypesAndLines(String options) throws Exception {
    DebugInformation information = DebugInformation.of(library(options.split(" ")));

    assertThat(information.isEmpty()).isFalse();
    DebugEntry hidden = function(information, "hidden");
    assertThat(information.placeOf(hidden)).contains(new SourcePlace(source.toString(), 16));
    assertThat(information.placeOf(function(information, "first")))
        .contains(new SourcePlace(source.toString(), 9));

    long start = hidden.address("low_pc").orElseThrow();
    assertThat(information.functionAt(start + 1).map(DebugEntry::offset)).contains(hidden.offset());
    SourcePlace place = information.lineOf(start).orElseThrow();
    assertThat(place.file()).isEqualTo(source.toString());
    assertThat(place.line()).isIn(17, 18); // the optimizer joins the two
    assertThat(information.lineOf(0)).isEmpty();
    assertThat(information.lineOf(Long.MAX_VALUE)).isEmpty();

    DebugEntry declaration = information.declarationOf(hidden);
    DebugEntry parameter = declaration.children("formal_parameter").getFirst();
    DebugEntry pointer = information.referred(parameter, "type").orElseThrow();
    DebugEntry constant = information.referred(pointer, "type").orElseThrow();
    DebugEntry typedef = information.referred(constant, "type").orElseThrow();
    DebugEntry struct = information.referred(typedef, "type").orElseThrow();
    assertThat(struct.tag()).isEqualTo("structure_type");
    assertThat(struct.number("byte_size", 0)).isEqualTo(8);
    assertThat(struct.children("member"))
        .extracting(DebugEntry::name)
        .containsExactly("x", "flags");
    assertThat(struct.children("member").getLast().number("bit_size", 0)).isEqualTo(3);
    assertThat(declaration.children("unspecified_parameters")).hasSize(1);
  }

  private static DebugEntry function(DebugInformation information, String name) throws IOException {
    for (DebugEntry entry : information.declared()) {
      if (entry.tag().equals("subprogram")
          && information.declarationOf(entry).name().equals(name)
          && (entry.has("low_pc") || entry.has("ranges"))) {
        return entry;
      }
    }
    throw new AssertionError("no function " + name + " in " + information.declared());
  }

  @Test
  void functionInTwoParts_hasItsPlace() throws Exception {
    // The part that is seldom run lies elsewhere, so that the function is a list of ranges.
    Path library = library("-g", "-O2", "-freorder-blocks-and-partition");
    DebugInformation information = DebugInformation.of(library);
    DebugEntry first = function(information, "first");

    assertThat(first.has("ranges")).isTrue();
    assertThat(information.placeOf(first)).contains(new SourcePlace(source.toString(), 9));
  }

  @Test
  void libraryWithout_isEmpty() throws Exception {
    DebugInformation information = DebugInformation.of(library("-g0"));

    assertThat(information.isEmpty()).isTrue();
    assertThat(information.declared()).isEmpty();
    assertThat(information.lineOf(0x1100)).isEmpty();
    assertThat(information.functionAt(0x1100)).isEmpty();
    assertThat(DebugInformation.of(source).isEmpty()).isTrue();
  }

  @Test
  void damagedInformation_isRefusedOrReadAndNothingElse() throws Exception {
    byte[] good = Files.readAllBytes(library("-g"));
    ByteBuffer head = ByteBuffer.wrap(good).order(ByteOrder.nativeOrder());
    int debugAt = good.length / 2; // what is debugged lies before what describes it
    assertThat(head.getLong(40)).isGreaterThan(debugAt);
    Random random = new Random(11);
    Path file = folder.resolve("damaged.so");
    for (int round = 0; round < 300; round++) {
      byte[] damaged = good.clone();
      for (int change = 0; change < 1 + random.nextInt(8); change++) {
        damaged[debugAt + random.nextInt(good.length - debugAt)] = (byte) random.nextInt(256);
      }
      Files.write(file, damaged);
      readAll(file);
    }
  }

  private static void readAll(Path file) {
    try {
      DebugInformation information = DebugInformation.of(file);
      for (DebugEntry entry : information.declared()) {
        var _ = information.placeOf(entry);
        var _ = information.declarationOf(entry);
      }
      for (long address = 0x1000; address < 0x1200; address += 7) {
        var _ = information.lineOf(address);
        var _ = information.functionAt(address);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining(file.getFileName().toString());
    }
  }

  @Test
  void sectionThatClaimsToBeHuge_isRefusedBeforeItIsAllocated() throws Exception {
    Path library = library("-g", "-gz=zlib");
    byte[] bytes = Files.readAllBytes(library);
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    int headers = Math.toIntExact(file.getLong(40));
    int count = file.getShort(60);
    for (int index = 0; index < count; index++) {
      int header = headers + index * 64;
      if ((file.getLong(header + 8) & 0x800) != 0) {
        file.putLong(Math.toIntExact(file.getLong(header + 24)) + 8, Long.MAX_VALUE);
      }
    }
    Files.write(library, bytes);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> DebugInformation.of(library))
        .withMessageContaining("256 MiB");
  }
}
