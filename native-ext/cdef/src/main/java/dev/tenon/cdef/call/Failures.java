// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.call;

import dev.tenon.cdef.instance.CInstance;
import dev.tenon.cdef.value.CMemory;
import dev.tenon.error.TenonError;
import dev.tenon.error.kind.OsError;
import dev.tenon.error.kind.RuntimeError;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes errors of functions that failed by their own account.
final class Failures {

  private final CInstance instance;
  private final String function;

  Failures(CInstance instance, String function) {
    this.instance = instance;
    this.function = function;
  }

  /// The error.
  ///
  /// @param result what the function returned
  /// @param errno what it left in `errno`
  /// @param words the arguments as they travelled
  TenonError error(FailureCheck check, long result, int errno, List<@Nullable Object> words) {
    if (check.errno()) {
      return new OsError(
          "%s() failed: [Errno %d] %s".formatted(function, errno, text(errno)), errno);
    }
    String said = check.message().map(message -> ask(message, result, words)).orElse("");
    return new RuntimeError(
        said.isEmpty()
            ? "%s() failed: it returned %d (%s)".formatted(function, result, check.text())
            : "%s() failed: %s (it returned %d)".formatted(function, said, result));
  }

  private String text(int errno) {
    long strerror = instance.symbols().find("strerror");
    return strerror == 0 ? "error of the system" : textAt(call(strerror, errno));
  }

  private String ask(
      FailureCheck.MessageFunction message, long result, List<@Nullable Object> words) {
    long argument =
        switch (message.argument()) {
          case FailureCheck.MessageFunction.NOTHING -> 0;
          case FailureCheck.MessageFunction.RESULT -> result;
          default -> address(words.get(message.argument()));
        };
    if (message.follows() && argument != 0) {
      argument = CMemory.getPointer(argument);
    }
    boolean needsObject = message.argument() >= 0;
    return needsObject && argument == 0 ? "" : textAt(call(message.address(), argument));
  }

  private static long address(@Nullable Object word) {
    return switch (word) {
      case Long number -> number;
      case MemorySegment memory -> memory.address();
      case null, default -> 0;
    };
  }

  private long call(long address, long argument) {
    return instance.backend().function(address).call(argument, 0, 0, 0);
  }

  private static String textAt(long address) {
    return address == 0 ? "" : CMemory.getText(address, Long.MAX_VALUE, "the message of a failure");
  }
}
