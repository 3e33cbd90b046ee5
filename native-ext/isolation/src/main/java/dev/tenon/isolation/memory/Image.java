// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.memory;

import dev.tenon.isolation.check.HelperProcess;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The content of a variable with addresses replaced by what they refer to, so that the images of
/// two processes are equal if the contents mean the same.
///
/// @param words one text for each byte before the first aligned word, for each aligned word, and
///   for those of the memory that is referred to
/// @param own how many of the words are those of the variable itself
/// @param numbers the bytes of the variable, with zeros where it has addresses
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Image(List<String> words, int own, byte[] numbers) implements Serializable {

  private static final int LONGEST = 1 << 14;

  /// The first word in which another image differs; null if there is none.
  public @Nullable String differenceFrom(Image other) {
    for (int index = 0; index < Math.max(words.size(), other.words.size()); index++) {
      String one = index < words.size() ? words.get(index) : "nothing";
      String two = index < other.words.size() ? other.words.get(index) : "nothing";
      if (!one.equals(two)) {
        return "%s and %s".formatted(one, two);
      }
    }
    return null;
  }

  /// Whether another image has the same addresses in the same words, and refers to equal memory.
  boolean differsInNumbersOnly(Image other) {
    if (numbers.length != other.numbers.length || words.size() != other.words.size()) {
      return false;
    }
    for (int index = 0; index < words.size(); index++) {
      String one = words.get(index);
      String two = other.words.get(index);
      boolean areNumbers = index < own && isNumber(one) && isNumber(two);
      if (!areNumbers && !one.equals(two)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNumber(String word) {
    return word.indexOf(' ') < 0 && word.indexOf('+') < 0;
  }

  /// Whether it has a held reference to an object of the host: a `TnValue` of kind `TN_OBJECT`,
  /// whose number is odd and not small, because [HelperProcess] lets them begin far up. A number
  /// without its kind differs from that of the other process.
  public boolean hasReference() {
    for (int index = 0; index + 1 < words.size(); index++) {
      if (words.get(index).equals("0x6")
          && words.get(index + 1).matches("0x[0-9a-f]{8,15}[13579bdf]")) {
        return true;
      }
    }
    return false;
  }

  /// Makes the images of one process at one moment.
  static final class Maker {

    private static final long PROCESS = ProcessHandle.current().pid();

    private record Mapping(long start, long end, String path, long base) {}

    private final TreeMap<Long, Mapping> mappings = new TreeMap<>();
    private final Reachable reachable;
    private final ContentReader memory;
    private final @Nullable String own;

    /// @param library the module's library: the memory that it asked for is looked into
    Maker(Reachable reachable, ContentReader memory, @Nullable Path library) throws IOException {
      this.reachable = reachable;
      this.memory = memory;
      own = library == null ? null : String.valueOf(library.getFileName());
      Map<String, Long> bases = new HashMap<>();
      for (String line : ProcessMemory.maps()) {
        String[] parts = line.split(" +", 6);
        String[] range = parts[0].split("-", 2);
        long start = Long.parseUnsignedLong(range[0], 16);
        String path = parts.length < 6 ? "" : MappedLibrary.originalOf(parts[5]);
        long base = bases.computeIfAbsent(path, _ -> start);
        mappings.put(start, new Mapping(start, Long.parseUnsignedLong(range[1], 16), path, base));
      }
    }

    /// @param lead how many bytes come before the first aligned word
    Image imageOf(byte[] bytes, int lead) {
      List<String> words = new ArrayList<>();
      byte[] numbers = bytes.clone();
      add(bytes, lead, words, numbers, new HashMap<>());
      int before = Math.min(lead, bytes.length);
      int own = before + (bytes.length - before) / 8 + (bytes.length - before) % 8;
      return new Image(words, own, numbers);
    }

    private void add(
        byte[] bytes, int lead, List<String> words, byte[] numbers, Map<Long, Integer> seen) {
      List<byte[]> inner = new ArrayList<>();
      int at = 0;
      while (at < bytes.length && words.size() < LONGEST) {
        if (at < lead || at + 8 > bytes.length) {
          words.add("%02x".formatted(bytes[at]));
          at++;
        } else {
          long word = wordAt(bytes, at);
          String text = textOf(word, seen, inner);
          words.add(text);
          if (!isNumber(text)) {
            Arrays.fill(numbers, at, at + 8, (byte) 0);
          }
          at += 8;
        }
      }
      inner.forEach(each -> add(each, 0, words, each, seen));
    }

    private static long wordAt(byte[] bytes, int at) {
      return (History.cellAt(bytes, at) & 0xFFFF_FFFFL)
          | ((long) History.cellAt(bytes, at + 4) << 32);
    }

    private String textOf(long word, Map<Long, Integer> seen, List<byte[]> inner) {
      Probe.Block block = reachable.blockAt(word);
      if (block != null) {
        return block.owner() == Probe.HOST ? "memory of the host" : textOf(block, seen, inner);
      }
      Map.Entry<Long, Mapping> entry = mappings.floorEntry(word);
      if (word >>> 32 == 0 || entry == null || word >= entry.getValue().end()) {
        return numberOf(word);
      }
      Mapping mapping = entry.getValue();
      return mapping.path().startsWith("/")
          ? "%s+%#x".formatted(Path.of(mapping.path()).getFileName(), word - mapping.base())
          : "an address";
    }

    /// The number of the process is the same for all who ask for it, and a library may remember it
    /// to know itself forked.
    private static String numberOf(long word) {
      long low = word & 0xFFFF_FFFFL;
      long high = word >>> 32;
      return low == PROCESS || high == PROCESS
          ? "%s and %s".formatted(halfOf(low), halfOf(high))
          : "%#x".formatted(word);
    }

    private static String halfOf(long half) {
      return half == PROCESS ? "the process" : "%#x".formatted(half);
    }

    private String textOf(Probe.Block block, Map<Long, Integer> seen, List<byte[]> inner) {
      Integer known = seen.putIfAbsent(block.address(), seen.size());
      if (known != null) {
        return "block %d".formatted(known);
      }
      boolean isOwn =
          Probe.libraries().stream()
              .anyMatch(each -> each.number() == block.owner() && each.name().equals(own));
      byte[] bytes =
          isOwn && block.size() <= 1 << 20
              ? memory.read(block.address(), (int) block.size())
              : null;
      if (bytes != null) {
        inner.add(bytes);
      }
      return "a block of %d bytes".formatted(block.size());
    }
  }
}
