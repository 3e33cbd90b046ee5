// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.bridge;

import dev.tenon.input.FileBytes;
import dev.tenon.input.FileStamp;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.debug.DebugEntry;
import dev.tenon.nativeext.debug.DebugInformation;
import dev.tenon.nativeext.elf.ElfSections;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.value.SourcePlace;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Names places in C code for reports: the function, if the library was not stripped, the line, if
/// it was compiled with `-g`, and the offset in the library.
public final class NativePlace {

  /// So far before a call its own line is searched, in bytes.
  private static final int MOST_INLINED = 512;

  private NativePlace() {}

  /// The functions of C that a checked call to the host came from, the innermost first.
  ///
  /// @param context the address of the `TnContext` that it came through
  public static List<Long> callersIn(long context) {
    List<Long> callers = new ArrayList<>();
    for (int index = 0; index < Abi.CONTEXT_CALLER_COUNT; index++) {
      long caller = Memory.getLong(context + Abi.CONTEXT_CALLERS + (long) index * Long.BYTES);
      if (caller != 0) {
        callers.add(caller);
      }
    }
    return callers;
  }

  /// The place of a call as `keep+0x1c (checked.so+0x119c, checked.c:12)`: of the innermost
  /// function that is not one of the headers.
  ///
  /// @param callers return addresses, the innermost first
  public static String of(List<Long> callers) {
    NativeHost host = NativeHost.get();
    for (long caller : callers) {
      Optional<NativeHost.Place> place = host.placeOf(caller - 1);
      if (place.isPresent() && !isOfTheHeaders(place.get())) {
        return text(place.get());
      }
    }
    return callers.isEmpty()
        ? "C code"
        : host.placeOf(callers.getFirst() - 1)
            .map(NativePlace::text)
            .orElse("C code that ends with this call");
  }

  private static boolean isOfTheHeaders(NativeHost.Place place) {
    return functionAt(place.library(), place.offset())
        .filter(function -> function.name().startsWith("tn_"))
        .isPresent();
  }

  private static String text(NativeHost.Place place) {
    Optional<Function> function = functionAt(place.library(), place.offset());
    return "%s(%s+%#x%s)"
        .formatted(
            function
                .map(known -> "%s+%#x ".formatted(known.name(), place.offset() + 1 - known.start()))
                .orElse(""),
            place.library().getFileName(),
            place.offset() + 1,
            lineOfCaller(place, function.map(Function::start).orElse(place.offset()))
                .map(line -> ", " + text(line))
                .orElse(""));
  }

  /// The line of a call. What the compiler has put into a function from the headers has lines of
  /// those: the nearest one before it counts.
  private static Optional<SourcePlace> lineOfCaller(NativeHost.Place place, long start) {
    try {
      DebugInformation information = DebugInformation.of(place.library());
      long end = Math.max(start, place.offset() - MOST_INLINED);
      for (long offset = place.offset(); offset >= end; offset--) {
        Optional<SourcePlace> line = information.lineOf(offset);
        if (line.isPresent() && !line.get().file().contains("/tenon/")) {
          return line;
        }
      }
      return information.lineOf(place.offset());
    } catch (IOException _) {
      return Optional.empty(); // the offset still helps
    }
  }

  /// A line as `checked.c:12`.
  public static String text(SourcePlace line) {
    return line.file().substring(line.file().lastIndexOf('/') + 1) + ":" + line.line();
  }

  /// The debug information that was read last: functions are mostly asked for one by one.
  private static final AtomicReference<@Nullable SoftReference<Debugged>> LAST =
      new AtomicReference<>();

  private record Debugged(Path file, FileStamp version, DebugInformation information) {}

  /// The debug information of a library. That of the last library stays at hand while there is
  /// memory.
  ///
  /// @throws IOException if the file or its debug information cannot be read
  static DebugInformation debugInformation(Path library) throws IOException {
    FileStamp version = FileStamp.of(library);
    SoftReference<Debugged> reference = LAST.get();
    Debugged last = reference == null ? null : reference.get();
    if (last != null && last.file().equals(library) && last.version().equals(version)) {
      return last.information();
    }
    DebugInformation read = DebugInformation.of(library);
    LAST.set(new SoftReference<>(new Debugged(library, version, read)));
    return read;
  }

  /// Where the source of a function is, as debug information has it; empty if there is none.
  ///
  /// @param library the file of the library; null if it has none
  /// @param offset where the function begins in it
  public static Optional<SourcePlace> sourceOf(@Nullable String library, long offset) {
    if (library == null || offset < 0) {
      return Optional.empty();
    }
    try {
      DebugInformation information = debugInformation(Path.of(library));
      Optional<DebugEntry> function = information.functionAt(offset);
      return function.isPresent()
          ? information.placeOf(function.get())
          : information.lineOf(offset);
    } catch (IOException | InvalidPathException _) {
      return Optional.empty(); // no place is known
    }
  }

  private record Function(String name, long start) {}

  private static Optional<Function> functionAt(Path library, long offset) {
    AtomicReference<Function> found = new AtomicReference<>();
    try (FileBytes channel = FileBytes.open(library)) {
      new ElfSections(channel)
          .readSymbols(
              ElfSections.ALL_SYMBOLS,
              symbol -> {
                if (symbol.type() == ElfSections.Symbol.FUNCTION
                    && offset >= symbol.address()
                    && offset < symbol.address() + symbol.size()) {
                  symbol
                      .nameFrom("")
                      .ifPresent(name -> found.set(new Function(name, symbol.address())));
                }
              });
    } catch (IOException _) {
      return Optional.empty(); // the file is gone; its offset still helps
    }
    return Optional.ofNullable(found.get());
  }
}
