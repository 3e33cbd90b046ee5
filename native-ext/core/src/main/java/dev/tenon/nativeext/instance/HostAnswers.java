// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.instance;

/// Answers what the code of a module asks of Java. Whoever reads the descriptor of a module gives
/// them to its instances, which know nothing of the questions.
@FunctionalInterface
public interface HostAnswers {

  /// Answers one question. Nothing is thrown: a failure is parked in the context.
  ///
  /// @param caller the context that C asks through
  /// @param operation what it asks for
  /// @param frame the address of the values that it hands over
  /// @param count how many there are
  /// @return 0, or -1 for a failure
  long answer(NativeContext caller, int operation, long frame, long count);
}
