// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser;

import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.cdef.parser.extraction.HeaderExtraction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Reads headers with CDT, as the C compiler of the machine sees them.
public final class CdtHeaderReader implements HeaderReader {

  /// For the service loader.
  public CdtHeaderReader() {}

  @Override
  public Extract read(Request request) throws IOException {
    Path folder = Files.createTempDirectory("tenon-cdef");
    try {
      return HeaderExtraction.extract(new CdtParser(), request, folder);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    } catch (StackOverflowError e) {
      throw new IOException("the headers are nested too deeply for the stack", e);
    } catch (OutOfMemoryError e) {
      throw new IOException("the heap has no room for the headers", e);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> found = Files.walk(folder)) {
      all = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      boolean _ = Files.deleteIfExists(each);
    }
  }
}
