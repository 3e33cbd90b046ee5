// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.debug;

import dev.tenon.value.SourcePlace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which line each instruction of a library was compiled from: the rows that the programs of all
/// line tables make.
final class LineIndex {

  private static final int MAX_ROWS = 1 << 24;

  private final List<String> files = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Sequence> sequences = new ArrayList<>();
  private long[] addresses = new long[1024];
  private int[] places = new int[2048];
  private int rows;

  /// Rows with rising addresses.
  private record Sequence(long start, long end, int from, int to) {}

  /// Adds the rows of a table.
  void add(LineHeader header) {
    new Program(header).run();
  }

  /// Ends the additions.
  void seal() {
    sequences.sort(Comparator.comparingLong(Sequence::start));
  }

  /// The line of an instruction.
  Optional<SourcePlace> at(long address) {
    int low = 0;
    int high = sequences.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sequences.get(middle).start() <= address) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? Optional.empty() : inSequence(sequences.get(low - 1), address);
  }

  private Optional<SourcePlace> inSequence(Sequence sequence, long address) {
    if (address >= sequence.end()) {
      return Optional.empty();
    }
    int found = Arrays.binarySearch(addresses, sequence.from(), sequence.to(), address);
    int row = found >= 0 ? found : -found - 2;
    // Of several rows with one address, the last one holds.
    while (row + 1 < sequence.to() && addresses[row + 1] == addresses[row]) {
      row++;
    }
    String file = files.get(places[2 * row]);
    int line = places[2 * row + 1];
    return line == 0 || file.isEmpty()
        ? Optional.empty()
        : Optional.of(new SourcePlace(file, line));
  }

  private int number(String file) {
    return numbers.computeIfAbsent(
        file,
        name -> {
          files.add(name);
          return files.size() - 1;
        });
  }

  private void addRow(long address, String file, int line) {
    if (rows == MAX_ROWS) {
      throw new IllegalArgumentException("more than %d rows".formatted(MAX_ROWS));
    }
    if (rows == addresses.length) {
      addresses = Arrays.copyOf(addresses, 2 * rows);
      places = Arrays.copyOf(places, 4 * rows);
    }
    addresses[rows] = address;
    places[2 * rows] = number(file);
    places[2 * rows + 1] = line;
    rows++;
  }

  /// The program of one table.
  private final class Program {

    private final LineHeader header;
    private final ByteCursor cursor;
    private long address;
    private long file = 1;
    private int line = 1;
    private int first;

    Program(LineHeader header) {
      this.header = header;
      this.cursor = header.program;
      this.first = rows;
    }

    void run() {
      while (cursor.hasMore()) {
        int operation = cursor.u1();
        if (operation >= header.operands.length) {
          int adjusted = operation - header.operands.length;
          address += (long) (adjusted / header.lineRange) * header.minLength;
          line += header.lineBase + adjusted % header.lineRange;
          row();
        } else if (operation == 0) {
          extended();
        } else {
          standard(operation);
        }
      }
      rows = first; // a sequence without an end has no last address
    }

    private void row() {
      if (rows > first && address < addresses[rows - 1]) {
        throw new IllegalArgumentException("addresses of a line table that fall");
      }
      addRow(address, header.file(file), line);
    }

    private void standard(int operation) {
      switch (operation) {
        case 1 -> row();
        case 2 -> address += cursor.uleb() * header.minLength;
        case 3 -> line += (int) cursor.sleb();
        case 4 -> file = cursor.uleb();
        case 8 ->
            address +=
                (long) ((255 - header.operands.length) / header.lineRange) * header.minLength;
        case 9 -> address += cursor.u2();
        default -> {
          for (int index = 0; index < header.operands[operation]; index++) {
            cursor.uleb();
          }
        }
      }
    }

    private void extended() {
      long length = cursor.uleb();
      long end = cursor.position() + length;
      int operation = length == 0 ? 0 : cursor.u1();
      switch (operation) {
        case 1 -> endSequence();
        case 2 -> address = cursor.unsigned(Math.toIntExact(length - 1));
        case 3 -> header.addFile(cursor.text(), 0, List.of());
        default -> {
          // Discriminators and what other tools add.
        }
      }
      cursor.moveTo(end);
    }

    private void endSequence() {
      boolean isLinked = rows > first && addresses[first] > 0 && address >= addresses[rows - 1];
      if (isLinked) { // what the linker dropped begins at 0 or at the highest address
        sequences.add(new Sequence(addresses[first], address, first, rows));
      } else {
        rows = first;
      }
      first = rows;
      address = 0;
      file = 1;
      line = 1;
    }
  }
}
