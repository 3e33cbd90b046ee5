package dev.tenon.nativeext;

import dev.tenon.input.BoundedFile;
import dev.tenon.module.SourcePlace;
import dev.tenon.nativeext.debug.DebugEntry;
import dev.tenon.nativeext.debug.DebugInformation;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Names places in C code for reports: the function, if the library was not stripped, and the
/// offset in the library, which `addr2line` turns into a line.
final class NativePlace {

  private NativePlace() {}

  /// A place as `keep+0x1c (checked.so+0x119c)`.
  ///
  /// @param returnAddress where a function returns to that was called there
  static String of(long returnAddress) {
    return NativeHost.get()
        .placeOf(returnAddress - 1)
        .map(place -> {
          String function =
              functionAt(place.library(), place.offset())
                  .map(known ->
                      "%s+%#x ".formatted(known.name(), place.offset() + 1 - known.start()))
                  .orElse("");
          return "%s(%s+%#x)"
              .formatted(function, place.library().getFileName(), place.offset() + 1);
        })
        .orElse("C code that ends with this call");
  }

  /// The debug information that was read last: functions are mostly asked for one by one.
  private static final AtomicReference<@Nullable SoftReference<Debugged>> LAST =
      new AtomicReference<>();

  private record Debugged(Path file, FileVersion version, DebugInformation information) {}

  /// The debug information of a library. That of the last library stays at hand while there is
  /// memory.
  ///
  /// @throws IOException if the file or its debug information cannot be read
  static DebugInformation debugInformation(Path library) throws IOException {
    FileVersion version = FileVersion.of(library);
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
  static Optional<SourcePlace> sourceOf(@Nullable String library, long offset) {
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
    try (FileChannel channel = BoundedFile.open(library)) {
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
