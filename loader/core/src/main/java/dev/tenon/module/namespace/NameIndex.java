// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module.namespace;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A hash table from names to positions, with open addressing and a fixed capacity, that any thread
/// may read while its owner, who holds a lock, writes. A name keeps its place in the table for
/// good; one that is taken out gets the position [#NOWHERE]. It does without the nodes and boxes of
/// a general map, because every read of an attribute by name passes here.
final class NameIndex {

  static final int NOWHERE = -1;

  private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int BIAS = 2;

  /// Hash code in the upper half, position + 2 in the lower; 0 where nothing is.
  private final long[] entries;

  /// The names; each is written before its entry.
  private final @Nullable String[] names;

  private final int shift;
  private int used;

  /// An empty index.
  ///
  /// @param capacity a power of two
  NameIndex(int capacity) {
    entries = new long[capacity];
    names = new @Nullable String[capacity];
    shift = Integer.numberOfLeadingZeros(capacity) + 1;
  }

  /// The position of a name, or [#NOWHERE].
  int find(String name) {
    int hash = name.hashCode();
    int mask = entries.length - 1;
    for (int at = first(hash); ; at = (at + 1) & mask) {
      long entry = (long) ENTRY.getAcquire(entries, at);
      if (holds(entry, at, hash, name)) {
        return (int) entry - BIAS;
      }
      if (entry == 0) {
        return NOWHERE;
      }
    }
  }

  /// Where the search for a name begins. Names such as `a1`, `a2` have neighbouring hash codes; the
  /// factor, 2^32 over the golden ratio, scatters them.
  private int first(int hash) {
    return (hash * 0x9E37_79B9) >>> shift;
  }

  private boolean holds(long entry, int at, int hash, String name) {
    if ((int) (entry >>> 32) != hash || entry == 0) {
      return false;
    }
    String found = names[at];
    return found == name || name.equals(found);
  }

  /// Gives a name a position.
  ///
  /// @return false if there is no room for another name
  boolean put(String name, int position) {
    int hash = name.hashCode();
    int mask = entries.length - 1;
    for (int at = first(hash); ; at = (at + 1) & mask) {
      long entry = entries[at];
      if (entry == 0) {
        if (used * 2 >= entries.length) {
          return false;
        }
        used++;
        names[at] = name;
      }
      if (entry == 0 || holds(entry, at, hash, name)) {
        ENTRY.setRelease(entries, at, (long) hash << 32 | (position + BIAS));
        return true;
      }
    }
  }

  /// An index of the names that have a position, with room for as many again.
  NameIndex grown() {
    int live = 0;
    for (long entry : entries) {
      live += isLive(entry) ? 1 : 0;
    }
    NameIndex copy = new NameIndex(Math.max(8, Integer.highestOneBit(live + 1) * 4));
    for (int at = 0; at < entries.length; at++) {
      String name = names[at];
      if (name != null && isLive(entries[at])) {
        copy.put(name, (int) entries[at] - BIAS);
      }
    }
    return copy;
  }

  private static boolean isLive(long entry) {
    return entry != 0 && (int) entry - BIAS != NOWHERE;
  }
}
