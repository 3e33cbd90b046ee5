// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.bridge;

/// A context, as upcalls find it: it answers what C asks of Java through it.
public interface UpcallTarget {

  /// The number that stands in the context and that no other one has ever had.
  long number();

  /// Answers one question. Nothing is thrown: an exception that left an upcall would end the JVM.
  ///
  /// @param operation what C asks for
  /// @param frame the address of the values that it hands over
  /// @param count how many there are
  /// @return 0, or -1 for a failure
  long answer(int operation, long frame, long count);
}
