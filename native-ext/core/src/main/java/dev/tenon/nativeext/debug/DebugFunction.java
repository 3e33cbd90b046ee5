// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.debug;

import dev.tenon.value.SourcePlace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A C function that has code in a library, with its types.
///
/// @param place where it is defined; null if that is not known
/// @param isVariadic whether it takes further arguments, as `printf` does
/// @param isPrototyped whether its parameters are declared, and not left open as in `int f()`
public record DebugFunction(
    String name,
    @Nullable SourcePlace place,
    DebugType result,
    List<DebugType> parameters,
    boolean isVariadic,
    boolean isPrototyped) {

  /// A function.
  public DebugFunction {
    parameters = List.copyOf(parameters);
  }
}
