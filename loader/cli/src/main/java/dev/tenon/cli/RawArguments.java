// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli;

import dev.tenon.input.BoundedFile;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Arguments as they were given, where Java has replaced what is no text in the locale. They are
/// read as UTF-8, and a byte that is none becomes a lone surrogate, as in CPython (PEP 383).
final class RawArguments {

  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
  private static final String REPLACEMENT = "\uFFFD";
  private static final int FIRST_ESCAPE = 0xDC00;

  private RawArguments() {}

  /// The arguments of this process; those that Java has read, where the system does not provide
  /// them.
  static String[] of(String... read) {
    if (String.join("", read).contains(REPLACEMENT)) {
      try {
        return restore(BoundedFile.read(COMMAND_LINE, Limit.SYSTEM_TABLE), read);
      } catch (IOException _) {
        // Not a Linux.
      }
    }
    return read;
  }

  /// The last arguments of a command line.
  ///
  /// @param commandLine all arguments of the process, with a zero behind each
  /// @param read how Java has read the last of them
  static String[] restore(byte[] commandLine, String... read) {
    List<byte[]> all = split(commandLine);
    if (all.size() < read.length) {
      return read;
    }
    return all.subList(all.size() - read.length, all.size()).stream()
        .map(RawArguments::decode)
        .toArray(String[]::new);
  }

  private static List<byte[]> split(byte[] commandLine) {
    List<byte[]> parts = new ArrayList<>();
    int start = 0;
    for (int index = 0; index < commandLine.length; index++) {
      if (commandLine[index] == 0) {
        parts.add(Arrays.copyOfRange(commandLine, start, index));
        start = index + 1;
      }
    }
    return parts;
  }

  private static String decode(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer input = ByteBuffer.wrap(bytes);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(input, text, true);
    while (result.isError()) {
      for (int index = 0; index < result.length(); index++) {
        text.put((char) (FIRST_ESCAPE + (input.get() & 0xFF)));
      }
      result = decoder.decode(input, text, true);
    }
    return text.flip().toString();
  }
}
