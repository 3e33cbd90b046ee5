// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import dev.tenon.error.kind.InterpreterError;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The open sub-interpreters of one interpreter, in the order in which they were made.
final class Subinterpreters {

  private final Set<Interpreter> open = new LinkedHashSet<>(4);
  private boolean sealed;

  /// Makes a further one.
  ///
  /// @throws InterpreterError if the parent is closing or closed
  synchronized Interpreter add(InterpreterConfig config, Interpreter parent) {
    if (sealed) {
      throw new InterpreterError(
          "cannot make a sub-interpreter: its parent is closed; make an interpreter of its own with"
              + " Interpreter.builder()");
    }
    Interpreter made = new Interpreter(config, parent);
    open.add(made);
    return made;
  }

  /// Forgets one that is closed.
  synchronized void remove(Interpreter closed) {
    open.remove(closed);
  }

  synchronized List<Interpreter> all() {
    return List.copyOf(open);
  }

  /// Lets no further ones be made.
  ///
  /// @return those that are open
  synchronized List<Interpreter> seal() {
    sealed = true;
    return all();
  }
}
