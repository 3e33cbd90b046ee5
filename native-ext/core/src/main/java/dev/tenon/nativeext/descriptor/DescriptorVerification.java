// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.descriptor;

import dev.tenon.error.DescriptorFault;
import dev.tenon.error.Diagnosis;
import dev.tenon.input.FileBytes;
import dev.tenon.nativeext.bridge.NativePlace;
import dev.tenon.nativeext.debug.DebugFunction;
import dev.tenon.nativeext.debug.DebugInformation;
import dev.tenon.nativeext.debug.FunctionTypes;
import dev.tenon.nativeext.elf.ElfSections;
import dev.tenon.nativeext.memory.MappedImage;
import dev.tenon.value.SourcePlace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Compares a descriptor with what its library says of itself beside it: how long its tables are
/// (symbols, unless the library is stripped), and what types its functions have (debug
/// information). The descriptor alone cannot show these faults, and a load does not pay for the
/// search.
final class DescriptorVerification {

  private final Path file;
  private final MappedImage image;
  private final DescriptorMap map;

  /// @param file the library
  /// @param image the library as it is mapped
  /// @param map where the objects of the descriptor lie
  DescriptorVerification(Path file, MappedImage image, DescriptorMap map) {
    this.file = file;
    this.image = image;
    this.map = map;
  }

  /// The faults that are found.
  List<DescriptorFault> faults() {
    List<DescriptorFault> faults = new ArrayList<>();
    compareTables(faults);
    compareFunctions(faults);
    return faults;
  }

  private void compareTables(List<DescriptorFault> faults) {
    Map<Long, Long> sizes = sizes();
    for (DescriptorMap.Table table : map.tables()) {
      Long size = sizes.get(image.offsetOf(table.address()));
      long entries = size == null ? Long.MAX_VALUE : size / table.entrySize();
      if (entries > 0 && entries <= table.entries()) {
        faults.add(
            new DescriptorFault(
                table.slot(),
                table.name(),
                new Diagnosis(
                    DescriptorMap.missingEnd(table.name(), table.end(), (int) entries),
                    "%s as the last entry of the table".formatted(table.end()),
                    "add it")));
      }
    }
  }

  /// The sizes of the variables by their places in the library.
  private Map<Long, Long> sizes() {
    Map<Long, Long> sizes = new HashMap<>();
    try (FileBytes channel = FileBytes.open(file)) {
      new ElfSections(channel)
          .readSymbols(
              ElfSections.ALL_SYMBOLS,
              symbol -> {
                if (symbol.type() == ElfSections.Symbol.DATA && symbol.size() > 0) {
                  sizes.merge(symbol.address(), symbol.size(), Math::max);
                }
              });
    } catch (IOException _) {
      return Map.of(); // the file is gone; the descriptor in memory is all there is
    }
    return sizes;
  }

  private void compareFunctions(List<DescriptorFault> faults) {
    try {
      FunctionTypes types = new FunctionTypes(DebugInformation.of(file));
      for (DescriptorMap.Function function : map.functions()) {
        types
            .functionAt(image.offsetOf(function.address()))
            .ifPresent(found -> compare(function, found, faults));
      }
    } catch (IOException _) {
      return; // damaged debug information counts as none
    }
  }

  private static void compare(
      DescriptorMap.Function function, DebugFunction found, List<DescriptorFault> faults) {
    List<NativePrototype.Difference> differences = function.type().differences(found);
    if (!differences.isEmpty()) {
      faults.add(fault(function, found, differences));
    }
  }

  private static DescriptorFault fault(
      DescriptorMap.Function function,
      DebugFunction found,
      List<NativePrototype.Difference> differences) {
    SourcePlace place = found.place();
    return new DescriptorFault(
        function.slot(),
        function.place(),
        new Diagnosis(
            "%s()%s does not fit %s: %s"
                .formatted(
                    found.name(),
                    place == null ? "" : " at " + NativePlace.text(place),
                    function.type().text(),
                    joined(differences, NativePrototype.Difference::found)),
            joined(differences, NativePrototype.Difference::expected),
            "make the two agree"));
  }

  private static String joined(
      List<NativePrototype.Difference> differences,
      Function<NativePrototype.Difference, String> part) {
    return differences.stream().map(part).collect(Collectors.joining(", "));
  }
}
