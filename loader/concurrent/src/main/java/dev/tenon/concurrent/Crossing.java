// SPDX-License-Identifier: Apache-2.0
package dev.tenon.concurrent;

import dev.tenon.ExecutionFailed;
import dev.tenon.Interpreter;
import dev.tenon.error.kind.InterpreterNotFoundError;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How values get from one interpreter to another: as copies. Numbers, booleans, text and None need
/// none; bytes, arrays, lists, sets and maps of what may cross are copied with all that is in them,
/// and what occurs twice in a value occurs twice in its copy. [Shared] objects and queues cross as
/// they are. All else is refused.
public final class Crossing {

  private Crossing() {}

  /// Whether a value may cross (INTERP-10). This costs as much as the copy.
  public static boolean canCross(@Nullable Object value) {
    try {
      Object _ = copy(value);
      return true;
    } catch (NotShareableError _) {
      return false;
    }
  }

  /// The copy of a value that another interpreter may have. No thread may change the value
  /// meanwhile.
  ///
  /// @throws NotShareableError if a part of it may not cross; the message says which and why
  public static @Nullable Object copy(@Nullable Object value) {
    return new Copier(value).copy();
  }

  /// Imports a module in an interpreter and calls a function of it with copies of the arguments.
  ///
  /// @return a copy of the result
  /// @throws NotShareableError if an argument or the result may not cross
  /// @throws InterpreterNotFoundError if the interpreter is closed
  /// @throws ExecutionFailed if the import or the function raises; it has the words of what was
  ///   raised, not the object
  public static @Nullable Object call(
      Interpreter target, String module, String function, @Nullable Object... arguments) {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(module, "module");
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(arguments, "arguments");
    @Nullable Object[] copies = new @Nullable Object[arguments.length];
    for (int index = 0; index < copies.length; index++) {
      copies[index] = copy(arguments[index]);
    }
    return run(target, there -> there.importModule(module).call(function, copies));
  }

  /// Runs a task in an interpreter.
  ///
  /// @return a copy of the result
  static @Nullable Object run(Interpreter target, InterpreterTask task) {
    Object result;
    try {
      result = target.enter(() -> new Result(task.run(target))).value();
    } catch (InterpreterNotFoundError e) {
      if (target.isClosed()) {
        throw e;
      }
      throw ExecutionFailed.of(e);
    } catch (Exception e) {
      throw ExecutionFailed.of(e);
    }
    return copy(result);
  }

  private record Result(@Nullable Object value) {}
}
