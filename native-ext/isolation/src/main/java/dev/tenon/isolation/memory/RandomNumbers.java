// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Distinguishes random numbers in a variable from data: two processes in which one interpreter did
/// the same have different ones, in all of their bits. What one interpreter takes from a pool of
/// random numbers changes the pool, and reveals nothing to another.
///
/// Cells that changed and lie close together are judged as one, because a pool counts what it gives
/// out beside its numbers. A time or an address fails: some of its halves are the same. So does
/// text.
public final class RandomNumbers {

  /// In bytes: the largest hole in one pool.
  private static final int HOLE = 16;

  /// Of 32 bits, half are expected to differ.
  private static final int FEWEST_BITS = 5;

  private final Set<Integer> different = new TreeSet<>();
  private final Set<Integer> random = new TreeSet<>();
  private final Written written;
  private final boolean isComparable;

  /// @param one the variable in a process where one interpreter has used the module
  /// @param other the same in another process
  public RandomNumbers(Written written, Image one, Image other) {
    this.written = written;
    isComparable = one.differsInNumbersOnly(other);
    for (int at = 0; at < one.numbers().length; at += History.CELL) {
      int first = History.cellAt(one.numbers(), at);
      int second = History.cellAt(other.numbers(), at);
      if (first != second) {
        different.add(at);
      }
      if (differsThroughout(first ^ second) && !(isText(first) && isText(second))) {
        random.add(at);
      }
    }
  }

  private static boolean differsThroughout(int difference) {
    return difference >>> 16 != 0
        && (difference & 0xFFFF) != 0
        && Integer.bitCount(difference) >= FEWEST_BITS;
  }

  /// Whether all four bytes are characters: an address in a text has random digits.
  private static boolean isText(int cell) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      int each = cell >>> shift & 0xFF;
      if (each != 0 && (each < ' ' || each > '~')) {
        return false;
      }
    }
    return true;
  }

  /// Whether all that differs between the processes, and all that later uses changed, is random.
  public boolean explainEverything() {
    if (!isComparable) {
      return false;
    }
    Set<Integer> left = new TreeSet<>(different);
    left.removeAll(random);
    left.addAll(written.again());
    poolsIn(written.again()).forEach(left::remove);
    poolsIn(written.once()).forEach(left::remove);
    return left.isEmpty();
  }

  /// The cells of those groups of neighbours in which most are random.
  private List<Integer> poolsIn(List<Integer> changed) {
    return neighbours(changed).stream()
        .filter(group -> 2 * group.stream().filter(random::contains).count() > group.size())
        .flatMap(List::stream)
        .toList();
  }

  private static List<List<Integer>> neighbours(List<Integer> changed) {
    List<List<Integer>> groups = new ArrayList<>();
    int last = Integer.MIN_VALUE / 2;
    for (int each : changed) {
      if (each - last > HOLE) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(each);
      last = each;
    }
    return groups;
  }
}
