package dev.tenon.nativeext;

import dev.tenon.input.BoundedFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

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
