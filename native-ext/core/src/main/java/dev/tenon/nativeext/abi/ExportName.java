// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.abi;

import java.util.Optional;

/// The symbol under which a library exports the descriptor of a module: `TenonModule_name`, and for
/// names that are not ASCII `TenonModuleU_` with the Punycode of the name (DEF-14, PEP 489).
public final class ExportName {

  /// With what each symbol of either form begins.
  public static final String PREFIX = "TenonModule";

  private static final String ASCII = PREFIX + "_";
  private static final String UNICODE = PREFIX + "U_";

  private ExportName() {}

  /// The symbol for the last part of a module's name.
  public static String of(String tail) {
    return Punycode.isAscii(tail) ? ASCII + tail : UNICODE + encoded(tail);
  }

  /// The name as it stands in the symbol, with `_` where Punycode has `-`.
  private static String encoded(String tail) {
    return Punycode.encode(tail).replace('-', '_');
  }

  /// How a module of the name is declared in C.
  public static String declaration(String tail) {
    return Punycode.isAscii(tail)
        ? "TENON_MODULE(%s, …)".formatted(tail)
        : "TENON_MODULE_PUNYCODE(%s, …)".formatted(encoded(tail));
  }

  /// The last part of the name of the module that a symbol is for; empty for other symbols.
  public static Optional<String> tailOf(String symbol) {
    return decoded(symbol).filter(tail -> !tail.isEmpty() && of(tail).equals(symbol));
  }

  private static Optional<String> decoded(String symbol) {
    if (symbol.startsWith(UNICODE)) {
      String name = symbol.substring(UNICODE.length());
      int delimiter = name.lastIndexOf('_');
      return Punycode.decode(
          delimiter < 0
              ? name
              : name.substring(0, delimiter) + "-" + name.substring(delimiter + 1));
    }
    return symbol.startsWith(ASCII)
        ? Optional.of(symbol.substring(ASCII.length()))
        : Optional.empty();
  }
}
