// SPDX-License-Identifier: Apache-2.0
package dev.tenon.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Receives what an interpreter is about to do, and may forbid it by raising (PEP 578). A hook
/// cannot be removed. It may be called by several threads at once.
@FunctionalInterface
public interface AuditHook {

  /// Receives an event.
  ///
  /// @param event its name, such as `"import"`
  /// @param arguments what the event is about; read-only, may hold null
  /// @throws Exception forbids what was to be done; the error reaches the code that wanted to do it
  ///   unchanged, a checked one as the cause of another
  void onEvent(String event, List<? extends @Nullable Object> arguments) throws Exception;
}
