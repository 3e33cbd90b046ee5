// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// The changes of one place, in cells of four bytes, and what they amount to.
public final class History {

  static final int CELL = 4;

  /// How often all interpreters use the module at once at most. What changes each time, though not
  /// when they do it in turn, is shared; what does not is the trace of threads.
  public static final int ROUNDS_AT_ONCE = 6;

  private final Map<Integer, List<Change>> cells = new TreeMap<>();
  private final TreeSet<Integer> writers = new TreeSet<>();

  /// A change of one cell.
  private record Change(Tick tick, int before, int after) {}

  /// What the changes of a place amount to.
  public enum Kind {
    /// Only the first use changed it, or some uses by several threads at once, and the end at most
    /// changed it back.
    ONCE,
    /// Each interpreter adds one when it begins and takes one when it ends.
    USE_COUNT,
    /// It changed again.
    SHARED
  }

  /// Notes how a place differs from the moment before.
  void add(Tick tick, byte[] before, byte[] after, int interpreters) {
    for (int at = 0; at < before.length; at += CELL) {
      int one = cellAt(before, at);
      int other = cellAt(after, at);
      if (one != other) {
        cells.computeIfAbsent(at, _ -> new ArrayList<>()).add(new Change(tick, one, other));
        noteWriter(tick, interpreters);
      }
    }
  }

  private void noteWriter(Tick tick, int interpreters) {
    if (tick.phase() == Tick.Phase.CLOSE) {
      return;
    }
    for (int each = 0; each < interpreters; each++) {
      if (tick.interpreter() == each || tick.interpreter() < 0) {
        writers.add(each);
      }
    }
  }

  static int cellAt(byte[] bytes, int at) {
    if (at + CELL <= bytes.length) {
      return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt(at);
    }
    int value = 0;
    for (int each = at; each < bytes.length; each++) {
      value = (value << 8) | (bytes[each] & 0xFF);
    }
    return value;
  }

  /// What all changes amount to; the worst cell decides.
  ///
  /// @param interpreters how many took part; the first user is number 0
  Written written(Place place, int interpreters) {
    Kind worst = Kind.ONCE;
    List<Integer> once = new ArrayList<>();
    List<Integer> again = new ArrayList<>();
    for (Map.Entry<Integer, List<Change>> each : cells.entrySet()) {
      Kind one = kindOf(each.getValue(), interpreters);
      if (one != Kind.USE_COUNT) {
        (one == Kind.ONCE ? once : again).add(each.getKey());
      }
      worst = one.compareTo(worst) > 0 ? one : worst;
    }
    return new Written(place, List.copyOf(writers), worst, List.copyOf(once), List.copyOf(again));
  }

  private static Kind kindOf(List<Change> changes, int interpreters) {
    if (isOnce(changes)) {
      return Kind.ONCE;
    }
    return isUseCount(changes, interpreters) ? Kind.USE_COUNT : Kind.SHARED;
  }

  private static boolean isOnce(List<Change> changes) {
    boolean closes = false;
    for (Change each : changes) {
      closes |= each.tick().phase() == Tick.Phase.CLOSE;
      boolean isFirst = each.tick().isFirstUse() && each.tick().interpreter() == 0;
      boolean isAtOnce = each.tick().phase() == Tick.Phase.AT_ONCE;
      if (!isFirst && !isAtOnce && each.tick().phase() != Tick.Phase.CLOSE) {
        return false;
      }
    }
    return roundsAtOnce(changes) < ROUNDS_AT_ONCE
        && (!closes || changes.getLast().after() == changes.getFirst().before());
  }

  private static long roundsAtOnce(List<Change> changes) {
    return changes.stream().filter(each -> each.tick().phase() == Tick.Phase.AT_ONCE).count();
  }

  /// Whether a cell changed in each of the rounds at once, and in no other step after the first
  /// use.
  boolean changesAtOnce(int rounds) {
    return cells.values().stream()
        .anyMatch(changes -> roundsAtOnce(changes) == rounds && isOnce(changes));
  }

  private static boolean isUseCount(List<Change> changes, int interpreters) {
    if (changes.size() != 2 * interpreters
        || changes.getLast().after() != changes.getFirst().before()) {
      return false;
    }
    for (int index = 0; index < interpreters; index++) {
      Change up = changes.get(index);
      Change down = changes.get(interpreters + index);
      if (!up.tick().isFirstUse()
          || up.tick().interpreter() != index
          || up.after() - up.before() != 1
          || down.tick().phase() != Tick.Phase.CLOSE
          || down.before() - down.after() != 1) {
        return false;
      }
    }
    return true;
  }
}
