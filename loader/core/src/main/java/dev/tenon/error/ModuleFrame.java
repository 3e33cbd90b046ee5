// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A function, slot or script of a module that an error has passed through.
///
/// @param module the name under which users import the function; empty for a script, which is known
///   by its file
/// @param function the name of the function, `<module>` for the body of a module
/// @param file the file of the implementing module: a library, jar or script; null if it has none
/// @param line the line of a script, counted from 1; 0 if it is not known
/// @param offset where in the mapped library a C function begins, in bytes; -1 if it is not known
public record ModuleFrame(
    String module, String function, @Nullable String file, int line, long offset)
    implements Serializable {
  public ModuleFrame {
    Objects.requireNonNull(module, "module");
    Objects.requireNonNull(function, "function");
  }

  private static final long serialVersionUID = 2L;

  /// The function of a frame that is the body of a module.
  public static final String BODY = "<module>";

  /// A function.
  public static ModuleFrame of(String module, String function, @Nullable String file) {
    Objects.requireNonNull(module, "module");
    Objects.requireNonNull(function, "function");
    return new ModuleFrame(module, function, file, 0, -1);
  }

  /// A function that begins at an offset of a library.
  public static ModuleFrame inLibrary(
      String module, String function, @Nullable String file, long offset) {
    Objects.requireNonNull(module, "module");
    Objects.requireNonNull(function, "function");
    return new ModuleFrame(module, function, file, 0, offset);
  }

  /// A line of a script.
  public static ModuleFrame inScript(String file, int line) {
    Objects.requireNonNull(file, "file");
    return new ModuleFrame("", BODY, file, line, -1);
  }

  /// As a line of a traceback: `File "counter.so+0x1189", in counter.next` or `File "spam.js", line
  /// 3`.
  @Override
  public String toString() {
    String place = file == null ? "<unknown>" : file;
    if (line > 0) {
      return "File \"%s\", line %d".formatted(place, line);
    }
    return "File \"%s%s\", in %s.%s"
        .formatted(place, offset < 0 ? "" : "+0x" + Long.toHexString(offset), module, function);
  }
}
