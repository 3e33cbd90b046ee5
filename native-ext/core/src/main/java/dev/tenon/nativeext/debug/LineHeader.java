// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.debug;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The head of a line table: the files that it and the entries of its unit refer to by number, and
/// how its program is written.
final class LineHeader {

  private static final int MAX_NAMES = 1 << 20;
  private static final int PATH = 1;
  private static final int DIRECTORY = 2;

  private final String directory;
  private final AttributeReader attributes;
  private final DebugUnit unit;
  private final ReadBudget budget;
  private final List<String> files = new ArrayList<>();
  final int version;
  final int minLength;
  final int lineBase;
  final int lineRange;
  final int[] operands;

  /// The instructions, up to their end.
  final ByteCursor program;

  /// Reads a head.
  ///
  /// @param cursor where the table begins
  /// @param directory in which the compiler ran; may be empty
  /// @param unit how values are written
  /// @param budget how much is still read
  LineHeader(
      ByteCursor cursor,
      String directory,
      AttributeReader attributes,
      DebugUnit unit,
      ReadBudget budget) {
    this.budget = budget;
    this.directory = directory;
    this.attributes = attributes;
    ByteCursor.UnitLength length = cursor.unitLength();
    long end = cursor.position() + length.bytes();
    cursor.endAt(end);
    version = cursor.u2();
    if (version < 2 || version > 5) {
      throw new IllegalArgumentException("line table version %d".formatted(version));
    }
    int addressSize = unit.addressSize();
    if (version >= 5) {
      addressSize = cursor.u1();
      cursor.skip(1);
    }
    this.unit =
        new DebugUnit(
            unit.start(),
            unit.firstEntry(),
            unit.end(),
            length.isWide(),
            unit.version(),
            addressSize,
            unit.abbreviations(),
            0,
            0,
            unit.bases());
    long headerLength = cursor.offset(length.isWide());
    program = cursor.at(cursor.position() + headerLength);
    minLength = cursor.u1();
    cursor.skip(version >= 4 ? 2 : 1);
    lineBase = cursor.s1();
    lineRange = Math.max(1, cursor.u1());
    operands = new int[cursor.u1()];
    for (int index = 1; index < operands.length; index++) {
      operands[index] = cursor.u1();
    }
    if (version >= 5) {
      readNames(cursor);
    } else {
      readOldNames(cursor);
    }
  }

  int addressSize() {
    return unit.addressSize();
  }

  /// The file with a number; empty for a number that the table does not have.
  String file(long number) {
    return number >= 0 && number < files.size() ? files.get((int) number) : "";
  }

  /// Adds a file that the program itself names.
  void addFile(String name, long inDirectory, List<String> directories) {
    bound(files.size());
    files.add(path(name, inDirectory, directories));
  }

  private static void bound(long count) {
    if (count < 0 || count >= MAX_NAMES) {
      throw new IllegalArgumentException("a line table with %d names".formatted(count));
    }
  }

  private void readOldNames(ByteCursor cursor) {
    List<String> directories = new ArrayList<>(List.of(""));
    for (String text = cursor.text(); !text.isEmpty(); text = cursor.text()) {
      bound(directories.size());
      directories.add(text);
    }
    files.add(""); // files are counted from 1
    for (String text = cursor.text(); !text.isEmpty(); text = cursor.text()) {
      addFile(text, cursor.uleb(), directories);
      cursor.uleb();
      cursor.uleb();
    }
  }

  private void readNames(ByteCursor cursor) {
    List<String> directories = new ArrayList<>();
    for (Name name : names(cursor)) {
      directories.add(name.text());
    }
    for (Name name : names(cursor)) {
      addFile(name.text(), name.inDirectory(), directories);
    }
  }

  private record Name(String text, long inDirectory) {}

  private List<Name> names(ByteCursor cursor) {
    int parts = cursor.u1();
    long[] formats = new long[2 * parts];
    for (int index = 0; index < formats.length; index++) {
      formats[index] = cursor.uleb();
    }
    long count = cursor.uleb();
    bound(count);
    List<Name> names = new ArrayList<>();
    for (long index = 0; index < count; index++) {
      String text = "";
      long inDirectory = 0;
      for (int part = 0; part < formats.length; part += 2) {
        Object value = attributes.value(cursor, Math.toIntExact(formats[part + 1]), 0, unit);
        if (formats[part] == PATH && value instanceof String name) {
          text = name;
        } else if (formats[part] == DIRECTORY && value instanceof Long number) {
          inDirectory = number;
        }
      }
      names.add(new Name(text, inDirectory));
    }
    return names;
  }

  private String path(String name, long inDirectory, List<String> directories) {
    String in =
        inDirectory >= 0 && inDirectory < directories.size()
            ? directories.get((int) inDirectory)
            : "";
    String path = Path.of(directory).resolve(in).resolve(name).normalize().toString();
    budget.keep(path.length());
    return path;
  }
}
