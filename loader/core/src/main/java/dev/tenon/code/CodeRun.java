// SPDX-License-Identifier: Apache-2.0
package dev.tenon.code;

import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.module.ModuleObject;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.text.TypeNames;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs code for callers that expect unchecked errors only.
final class CodeRun {

  private CodeRun() {}

  static @Nullable Object of(Code code, Globals globals) {
    ModuleOwner owner = Builtins.currentOwner();
    if (owner != null && owner.isAudited()) {
      owner.audit("exec", code);
    }
    try {
      return code.run(globals);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new RuntimeError("%s raised %s".formatted(code.origin(), e), e);
    }
  }

  /// Runs the code that the arguments of `exec` or `eval` name.
  static @Nullable Object of(String function, @Nullable Object[] arguments) {
    if (arguments.length != 2) {
      throw new TypeError(
          "%s() takes exactly 2 arguments, code and globals (%d given)"
              .formatted(function, arguments.length));
    }
    if (!(arguments[0] instanceof Code code)) {
      throw new TypeError(
          "%s() arg 1 must be a code object, not %s"
              .formatted(function, TypeNames.of(arguments[0])));
    }
    return of(code, globals(function, arguments[1]));
  }

  @SuppressWarnings("unchecked") // Names that are no texts are never looked up.
  private static Globals globals(String function, @Nullable Object value) {
    return switch (value) {
      case ModuleObject module -> Globals.of(module);
      case Map<?, ?> mapping -> Globals.of((Map<String, @Nullable Object>) mapping);
      case null, default ->
          throw new TypeError(
              "%s() globals must be a dict or a module, not %s"
                  .formatted(function, TypeNames.of(value)));
    };
  }
}
