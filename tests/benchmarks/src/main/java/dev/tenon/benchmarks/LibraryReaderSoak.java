// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks;

import dev.tenon.error.TenonError;
import dev.tenon.nativeext.LibraryDefinitions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Damages libraries, ELF, Mach-O and PE, in many ways and reads the definitions of modules out of
/// each. A damaged library gives definitions or an error of Tenon; everything else is printed with
/// the seed that makes it again, and counted as surprising.
public final class LibraryReaderSoak {

  private static final int SECTION_HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final int MOST_CHANGES = 8;
  private static final int FEW = 10;
  private static final long[] ODD_NUMBERS = {
    0,
    1,
    7,
    8,
    24,
    0xFF,
    0xFFFF,
    0x7FFF_FFFFL,
    0x8000_0000L,
    0xFFFF_FFFFL,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1,
    -8,
    1L << 28,
    1L << 32,
    1L << 47
  };

  private final List<byte[]> libraries;
  private final Path file;
  private final PrintStream output;
  private final Map<String, Long> outcomes = new TreeMap<>();
  private long surprises;

  /// A soak.
  ///
  /// @param libraries the whole ones
  /// @param file is written anew for each damaged library
  /// @param output for surprises
  public LibraryReaderSoak(List<byte[]> libraries, Path file, PrintStream output) {
    this.libraries = List.copyOf(libraries);
    this.file = file;
    this.output = output;
  }

  /// Reads one damaged library.
  ///
  /// @param seed decides about the library and the damage
  public void read(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Files.write(file, damage(libraries.get(random.nextInt(libraries.size())).clone(), random));
    String outcome;
    try {
      boolean isGood =
          LibraryDefinitions.ofAnyPlatform(file).stream().allMatch(def -> def.faults().isEmpty());
      outcome = isGood ? "definitions" : "definitions with faults";
    } catch (TenonError | IOException e) {
      outcome = e.getClass().getSimpleName();
    } catch (RuntimeException | Error e) {
      outcome = "surprising: " + e.getClass().getName();
      if (++surprises <= FEW) {
        output.println("seed " + seed);
        e.printStackTrace(output);
      }
    }
    outcomes.merge(outcome, 1L, Long::sum);
  }

  /// How often each outcome came.
  public Map<String, Long> outcomes() {
    return outcomes;
  }

  /// How often something came that is neither definitions nor an error of Tenon.
  public long surprises() {
    return surprises;
  }

  private static byte[] damage(byte[] bytes, SplittableRandom random) {
    ByteBuffer elf = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<int[]> tables = tables(elf);
    for (int change = random.nextInt(MOST_CHANGES); change >= 0; change--) {
      int[] table = tables.get(random.nextInt(tables.size()));
      int at = table[0] + random.nextInt(Math.max(1, table[1]));
      long odd = ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)];
      switch (random.nextInt(5)) {
        case 0 -> elf.put(Math.min(at, bytes.length - 1), (byte) random.nextInt());
        case 1 -> {
          int place = Math.clamp(at & ~7, 0, bytes.length - 8);
          elf.putLong(place, odd);
        }
        case 2 -> {
          int place = Math.clamp(at & ~7, 0, bytes.length - 8);
          elf.putLong(place, elf.getLong(place) + random.nextInt(-64, 65));
        }
        case 3 -> {
          int place = Math.clamp(at & ~3, 0, bytes.length - 4);
          elf.putInt(place, (int) odd);
        }
        default -> {
          int place = Math.clamp(at & ~7, 0, bytes.length - 8);
          elf.putLong(place, random.nextLong(bytes.length * 2L));
        }
      }
    }
    return random.nextInt(20) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  private static final int ELF = 0x464C457F;
  private static final int HEAD = 1024;
  private static final int DATA = 4096;

  /// Where damage matters. The last place is the whole file.
  private static List<int[]> tables(ByteBuffer library) {
    List<int[]> tables = new ArrayList<>();
    if (library.getInt(0) == ELF) {
      addTables(library, tables);
    } else {
      // The head and, as most of the file is code, the last of it, where the tables lie.
      tables.add(new int[] {0, HEAD});
      tables.add(new int[] {0, DATA});
      for (int part = 1; part < 8; part++) {
        int at = Math.max(0, library.capacity() - part * DATA);
        tables.add(new int[] {at, Math.min(DATA, library.capacity() - at)});
      }
    }
    tables.add(new int[] {0, library.capacity()});
    return tables;
  }

  /// The headers of an ELF library, and the sections that the reader goes through.
  private static void addTables(ByteBuffer elf, List<int[]> tables) {
    tables.add(new int[] {16, 48});
    tables.add(new int[] {(int) elf.getLong(32), elf.getShort(56) * PROGRAM_HEADER});
    int sections = (int) elf.getLong(40);
    int count = elf.getShort(60);
    tables.add(new int[] {sections, count * SECTION_HEADER});
    for (int index = 0; index < count; index++) {
      int header = sections + index * SECTION_HEADER;
      boolean isInFile = elf.getInt(header + 4) != 8;
      boolean isLoaded = (elf.getLong(header + 8) & 2) != 0;
      boolean isCode = (elf.getLong(header + 8) & 4) != 0;
      if (isInFile && isLoaded && !isCode) {
        tables.add(new int[] {(int) elf.getLong(header + 24), (int) elf.getLong(header + 32)});
      }
    }
  }

  private static boolean isLibrary(Path file) {
    String name = file.toString();
    return name.endsWith(".so") || name.endsWith(".dylib") || name.endsWith(".dll");
  }

  /// Reads damaged libraries and prints what became of them.
  ///
  /// @param arguments how many, the first seed, and folders with libraries
  public static void main(String[] arguments) throws IOException {
    long count = Long.parseLong(arguments[0]);
    long first = Long.parseLong(arguments[1]);
    List<byte[]> libraries = new ArrayList<>();
    for (String folder : Arrays.asList(arguments).subList(2, arguments.length)) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        for (Path each : files.filter(LibraryReaderSoak::isLibrary).sorted().toList()) {
          libraries.add(Files.readAllBytes(each));
        }
      }
    }
    Path folder = Files.createTempDirectory("reader-soak");
    Path file = folder.resolve("damaged.so");
    LibraryReaderSoak soak = new LibraryReaderSoak(libraries, file, System.out);
    long warm = count / 100;
    for (long seed = 0; seed < warm; seed++) {
      soak.read(first + seed);
    }
    System.out.printf(
        "%d libraries, after %d files: RSS %d KiB, reachable %d KiB%n",
        libraries.size(), warm, ProcessMemory.residentKib(), ProcessMemory.reachableBytes() >> 10);
    long start = System.nanoTime();
    for (long seed = warm; seed < count; seed++) {
      soak.read(first + seed);
    }
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf(
        "after %d files: RSS %d KiB, reachable %d KiB, %s, %d surprises%n",
        count,
        ProcessMemory.residentKib(),
        ProcessMemory.reachableBytes() >> 10,
        time,
        soak.surprises());
    soak.outcomes().forEach((outcome, times) -> System.out.printf("%10d %s%n", times, outcome));
    Files.delete(file);
    Files.delete(folder);
  }
}
