// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.descriptor;

import dev.tenon.input.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Where the objects of a descriptor lie in its library: the tables that were read, the functions
/// that they name, and where other objects begin. A table that reaches into another object has no
/// end of its own. [DescriptorVerification] compares it with what the file says of itself.
final class DescriptorMap {

  private final long descriptor;
  private final TreeSet<Long> starts = new TreeSet<>();
  private final List<Table> tables = new ArrayList<>();
  private int entries;
  private final List<Function> functions = new ArrayList<>();
  private final List<Function> stateUsers = new ArrayList<>();

  /// A map of what is known so far.
  ///
  /// @param descriptor the address of the descriptor, or of what is read without one
  DescriptorMap(long descriptor) {
    this.descriptor = descriptor;
    addStart(descriptor);
  }

  /// The address of the descriptor.
  long descriptor() {
    return descriptor;
  }

  /// A table.
  ///
  /// @param slot the slot that it belongs to
  /// @param entries how many entries were read
  /// @param end the macro that ends it
  record Table(int slot, String name, long address, int entrySize, int entries, String end) {}

  /// A function of C and the types that it is called with.
  ///
  /// @param slot the slot that it belongs to
  /// @param place where in the descriptor it is named
  /// @param type the type of function that is expected there
  record Function(int slot, String place, long address, NativePrototype type) {

    /// What reports call it: the name of a function, else the place.
    String label() {
      int quote = place.indexOf('\'');
      return quote < 0 ? place + " slot" : place.substring(quote + 1, place.length() - 1) + "()";
    }
  }

  /// Notes a typed function that is given the state of the module.
  void addStateUser(Function function) {
    stateUsers.add(function);
  }

  /// The typed functions that are given the state of the module.
  List<Function> stateUsers() {
    return stateUsers;
  }

  /// Notes that an object begins at an address; nothing for NULL.
  void addStart(long address) {
    if (address != 0) {
      starts.add(address);
    }
  }

  /// Whether an object begins at an address from `from` up to, but not at, `to`.
  boolean hasStartIn(long from, long to) {
    Long next = starts.ceiling(from);
    return next != null && next < to;
  }

  void addTable(Table table) {
    tables.add(table);
    entries += table.entries();
  }

  /// How many entries further tables may have.
  int roomForEntries() {
    return Limit.DESCRIPTOR_ENTRIES.most() - entries;
  }

  void addFunction(Function function) {
    functions.add(function);
  }

  List<Table> tables() {
    return tables;
  }

  List<Function> functions() {
    return functions;
  }

  /// The words for a table without end.
  ///
  /// @param entries how many entries it has
  static String missingEnd(String table, String end, int entries) {
    return entries == 0
        ? "the table has no entry and no %s".formatted(end)
        : "the table has no %s after %s[%d]".formatted(end, table, entries - 1);
  }
}
