// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module.namespace;

import java.util.Arrays;

/// The layout of namespaces: which name stands at which index. Namespaces that are filled in the
/// same order share one table, each using a prefix of it. Indices are only ever added; any thread
/// may read.
public final class NameTable {

  /// A table for many keeps no more names than this for all of them: what one namespace adds to it
  /// stays for the others.
  private static final int MOST_SHARED = 256;

  private final boolean shared;
  private volatile NameIndex index = new NameIndex(8);
  private String[] order = new String[4];
  private int length;

  private NameTable(boolean shared) {
    this.shared = shared;
  }

  /// A table for many namespaces.
  public static NameTable ofMany() {
    return new NameTable(true);
  }

  /// A table for one namespace, which may also forget names.
  static NameTable ofOne() {
    return new NameTable(false);
  }

  /// Whether many namespaces use it.
  boolean isShared() {
    return shared;
  }

  /// The present index of the names; replaced when it is full.
  NameIndex index() {
    return index;
  }

  /// The index of a name, or -1. It may lie beyond the prefix that the asking namespace uses.
  int indexOf(String name) {
    return index.find(name);
  }

  /// The name at an index.
  synchronized String nameAt(int position) {
    return order[position];
  }

  /// Makes sure that `name` stands at `position`, the next index of the calling namespace.
  ///
  /// @return false if it stands elsewhere or another name stands there, so that the caller has to
  ///   leave this table
  synchronized boolean extend(String name, int position) {
    int known = index.find(name);
    if (position < length) {
      return known == position && order[position].equals(name);
    }
    if (known >= 0 || (shared && length >= MOST_SHARED)) {
      return false;
    }
    append(name, true);
    return true;
  }

  /// Adds a name at the next index; one that is not `live` takes the index without being findable.
  synchronized void append(String name, boolean live) {
    if (length == order.length) {
      order = Arrays.copyOf(order, length * 2);
    }
    order[length] = name;
    if (live) {
      if (!index.put(name, length)) {
        index = index.grown();
        index.put(name, length);
      }
    }
    length++;
  }

  /// Lets the name at `position` be added again at another index, unless other namespaces look it
  /// up here too.
  synchronized void forgetIfPrivate(int position) {
    if (!shared && index.find(order[position]) == position) {
      index.put(order[position], NameIndex.NOWHERE);
    }
  }
}
