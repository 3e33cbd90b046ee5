// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import dev.tenon.error.kind.RecursionError;
import dev.tenon.input.Escapes;

/// Checks that an import has room on the stack before it changes anything. An overflow in the midst
/// of it would be a `StackOverflowError` at best: where it hits the initializer of a class, of ours
/// or of the JDK, that class cannot be used again until the process ends, and `Pattern.compile`
/// turns it into a `PatternSyntaxException`.
public final class StackRoom {

  /// Together with the size of a frame, about 130 KiB while the JVM interprets.
  private static final int FRAMES = 400;

  private StackRoom() {}

  /// Checks that an import can begin.
  ///
  /// @throws RecursionError if little of the thread's stack is left
  public static void require(String module) {
    try {
      long _ = descend(FRAMES, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    } catch (StackOverflowError e) {
      throw exceeded(module, e);
    }
  }

  /// The error for an import that has overflowed the stack, as endless recursion in a module does.
  static RecursionError exceeded(String module, StackOverflowError cause) {
    return new RecursionError(
        "maximum recursion depth exceeded while importing %s".formatted(Escapes.quoted(module)),
        cause);
  }

  /// The parameters are there to take room.
  @SuppressWarnings("TooManyParameters")
  private static long descend(
      int left,
      long a,
      long b,
      long c,
      long d,
      long e,
      long f,
      long g,
      long h,
      long i,
      long j,
      long k) {
    return left == 0
        ? a + b + c + d + e + f + g + h + i + j + k
        : descend(left - 1, b, c, d, e, f, g, h, i, j, k, a) + left;
  }
}
