// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.heap;

import java.util.Arrays;

/// Numbers for object addresses, in the order in which they are added.
final class LongIndex {

  private static final int ABSENT = -1;

  private long[] keys = new long[1 << 16];
  private int[] slots = new int[1 << 17];
  private int size;

  LongIndex() {
    Arrays.fill(slots, ABSENT);
  }

  int size() {
    return size;
  }

  long key(int number) {
    return keys[number];
  }

  /// The number of a key; -1 if it was not added.
  int find(long key) {
    int at = place(key);
    while (slots[at] != ABSENT && keys[slots[at]] != key) {
      at = (at + 1) & (slots.length - 1);
    }
    return slots[at];
  }

  /// Adds a key that was not added before.
  void add(long key) {
    if (size == keys.length) {
      grow();
    }
    keys[size] = key;
    insert(size++);
  }

  private void insert(int number) {
    int at = place(keys[number]);
    while (slots[at] != ABSENT) {
      at = (at + 1) & (slots.length - 1);
    }
    slots[at] = number;
  }

  private int place(long key) {
    return (int) (((key >>> 3) * 0x9E3779B97F4A7C15L) >>> 33) & (slots.length - 1);
  }

  private void grow() {
    keys = Arrays.copyOf(keys, keys.length * 2);
    slots = new int[keys.length * 2];
    Arrays.fill(slots, ABSENT);
    for (int number = 0; number < size; number++) {
      insert(number);
    }
  }
}
