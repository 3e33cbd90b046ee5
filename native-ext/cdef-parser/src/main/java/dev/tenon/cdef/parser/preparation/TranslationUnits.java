// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.preparation;

import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.NumberKind;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.cdt.core.dom.ast.IASTTranslationUnit;
import org.eclipse.cdt.core.parser.DefaultLogService;
import org.eclipse.cdt.core.parser.FileContent;
import org.eclipse.cdt.core.parser.ScannerInfo;
import org.eclipse.core.runtime.CoreException;

/// Runs CDT's C parser.
public final class TranslationUnits {

  private TranslationUnits() {}

  /// Parses a text by itself. The standard headers that it includes are empty, since what they
  /// declare for all programs is there already.
  ///
  /// @param preparation gets what the parser itself would lose
  public static IASTTranslationUnit parse(
      String fileName, String text, DataModel model, Preparation preparation) {
    try {
      return new PreparedLanguage(preparation)
          .getASTTranslationUnit(
              FileContent.create(fileName, text.toCharArray()),
              new ScannerInfo(macros(model), new String[] {StandardHeaders.FOLDER}),
              new StandardHeaders(),
              null,
              0,
              new DefaultLogService());
    } catch (CoreException e) {
      throw new IllegalStateException("the C parser failed on " + fileName, e);
    }
  }

  /// What a compiler for the platform defines.
  static Map<String, String> macros(DataModel model) {
    Map<String, String> macros = new HashMap<>();
    macros.put("__STDC__", "1");
    macros.put("__STDC_VERSION__", "201112L");
    macros.put("__TENON_CDEF__", "1");
    macros.put("bool", "_Bool");
    macros.put("true", "1");
    macros.put("false", "0");
    macros.put("NULL", "((void *)0)");
    macros.put("_Noreturn", "");
    macros.put("alignas", "_Alignas");
    macros.put("alignof", "_Alignof");
    macros.put("_Pragma(text)", TokenPreparation.PRAGMA + "(text)");
    macros.put("offsetof(type, member)", "__builtin_offsetof(type, member)");
    for (NumberKind kind : NumberKind.values()) {
      if (kind.isSigned()) {
        String name = kind == NumberKind.LLONG ? "LONG_LONG" : kind.name();
        macros.put("__SIZEOF_" + name + "__", String.valueOf(model.sizeOf(kind)));
      }
    }
    putLimits(macros, model);
    macros.put("__SIZEOF_POINTER__", String.valueOf(DataModel.POINTER_SIZE));
    switch (model.platform()) {
      case "windows" -> {
        macros.put("_WIN32", "1");
        macros.put("_WIN64", "1");
      }
      case "macos" -> {
        macros.put("__APPLE__", "1");
        macros.put("__LP64__", "1");
      }
      default -> {
        macros.put("__linux__", "1");
        macros.put("__LP64__", "1");
      }
    }
    return macros;
  }

  /// What the compiler's own `limits.h` is made of.
  private static void putLimits(Map<String, String> macros, DataModel model) {
    macros.put("__CHAR_BIT__", "8");
    if (!model.charSigned()) {
      macros.put("__CHAR_UNSIGNED__", "1");
    }
    putLimit(macros, "SCHAR", model.sizeOf(NumberKind.SCHAR), "");
    putLimit(macros, "SHRT", model.sizeOf(NumberKind.SHORT), "");
    putLimit(macros, "INT", model.sizeOf(NumberKind.INT), "");
    putLimit(macros, "LONG", model.sizeOf(NumberKind.LONG), "L");
    putLimit(macros, "LONG_LONG", model.sizeOf(NumberKind.LLONG), "LL");
  }

  private static void putLimit(Map<String, String> macros, String type, int size, String suffix) {
    int bits = size * Byte.SIZE;
    macros.put("__" + type + "_MAX__", (-1L >>> (Long.SIZE - bits + 1)) + suffix);
    macros.put("__" + type + "_WIDTH__", String.valueOf(bits));
  }
}
