package dev.tenon.module;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/// The layout of namespaces: which name stands at which index. Namespaces that are filled in the
/// same order share one table, each using a prefix of it. Indices are only ever added; any thread
/// may read.
final class NameTable {

  private final ConcurrentHashMap<String, Integer> indices = new ConcurrentHashMap<>(8);
  private final boolean shared;
  private String[] order = new String[8];
  private int length;

  private NameTable(boolean shared) {
    this.shared = shared;
  }

  /// A table for many namespaces.
  static NameTable ofMany() {
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

  /// The index of a name, or -1. It may lie beyond the prefix that the asking namespace uses.
  int indexOf(String name) {
    Integer index = indices.get(name);
    return index == null ? -1 : index;
  }

  /// The name at an index.
  synchronized String nameAt(int index) {
    return order[index];
  }

  /// Makes sure that `name` stands at `index`, the next index of the calling namespace.
  ///
  /// @return false if it stands elsewhere or another name stands there, so that the caller has to
  ///   leave this table
  synchronized boolean extend(String name, int index) {
    if (index < length) {
      return order[index].equals(name) && indices.getOrDefault(name, -1) == index;
    }
    if (indices.containsKey(name)) {
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
      indices.put(name, length);
    }
    length++;
  }

  /// Lets the name at `index` be added again at another index, unless other namespaces look it up
  /// here too.
  synchronized void forgetIfPrivate(int index) {
    if (!shared) {
      indices.remove(order[index], index);
    }
  }
}
