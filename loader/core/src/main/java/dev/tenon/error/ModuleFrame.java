package dev.tenon.error;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// A function of a module that an error has passed through.
///
/// @param module the name under which users import the function
/// @param function the name of the function
/// @param file the file of the implementing module: a library, jar or script; null if it has none
public record ModuleFrame(String module, String function, @Nullable String file)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /// As a line of a traceback: `File "counter.so", in counter.next`.
  @Override
  public String toString() {
    return "File \"%s\", in %s.%s".formatted(file == null ? "<unknown>" : file, module, function);
  }
}
