// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import dev.tenon.cli.terminal.Messages;
import dev.tenon.input.BoundedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a process noted of the native code that it ran: the file that is left if it was killed.
///
/// @param place the file
/// @param running what was running, the outermost first
record TrailFile(Path place, List<String> running) {

  private static final byte[] MAGIC = "TNTRAIL1".getBytes(StandardCharsets.US_ASCII);
  private static final int ROWS = 8;
  private static final int FIRST_ROW = 16;
  private static final int LARGEST = 1 << 20;
  private static final Pattern OF_LAUNCHER = Pattern.compile("tenon-([0-9]{1,10})\\.trail");

  /// Reads a file.
  ///
  /// @return empty if it is no trail
  /// @throws IOException if it cannot be read
  static Optional<TrailFile> read(Path place) throws IOException {
    byte[] bytes = BoundedFile.readHead(place, LARGEST);
    ByteBuffer content = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    if (bytes.length < FIRST_ROW
        || !content.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
      return Optional.empty();
    }
    List<String> running = new ArrayList<>();
    int rows = content.getInt(ROWS);
    for (int row = 0; row < rows && FIRST_ROW + (row + 1) * Integer.BYTES <= bytes.length; row++) {
      textAt(bytes, content.getInt(FIRST_ROW + row * Integer.BYTES)).ifPresent(running::add);
    }
    return Optional.of(new TrailFile(place, List.copyOf(running)));
  }

  private static Optional<String> textAt(byte[] bytes, int start) {
    if (start < FIRST_ROW || start >= bytes.length) {
      return Optional.empty();
    }
    int end = start;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return Optional.of(new String(bytes, start, end - start, StandardCharsets.UTF_8));
  }

  /// The files in a folder that the launcher named and whose processes are gone.
  static List<Path> leftIn(Path folder) throws IOException {
    List<Path> left = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "tenon-*.trail")) {
      for (Path file : files) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && isOfDeadProcess(file)) {
          left.add(file);
        }
      }
    }
    left.sort(null);
    return left;
  }

  private static boolean isOfDeadProcess(Path file) {
    OptionalLong process = process(file);
    return process.isPresent()
        && ProcessHandle.of(process.getAsLong()).filter(ProcessHandle::isAlive).isEmpty();
  }

  private static OptionalLong process(Path file) {
    Matcher name = OF_LAUNCHER.matcher(String.valueOf(file.getFileName()));
    return name.matches() ? OptionalLong.of(Long.parseLong(name.group(1))) : OptionalLong.empty();
  }

  /// As lines of text.
  String text() {
    StringBuilder text = new StringBuilder(place.toString());
    if (running.isEmpty()) {
      text.append(": no extension code was running");
    }
    running.forEach(line -> text.append("\n  running ").append(Messages.printable(line)));
    return text.append('\n').toString();
  }
}
