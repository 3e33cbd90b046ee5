// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import dev.tenon.error.kind.KeyboardInterrupt;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.SystemExit;
import dev.tenon.event.AuditHook;
import dev.tenon.input.Escapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The audit hooks of one interpreter, in the order in which they were added, after those of the
/// process.
final class AuditHooks {

  /// The hooks that all interpreters of the process have.
  private static final AuditHooks PROCESS = new AuditHooks(List.of());

  private volatile List<AuditHook> hooks;

  /// Hooks that nobody is asked about.
  AuditHooks(List<AuditHook> hooks) {
    this.hooks = hooks;
  }

  static AuditHooks ofProcess() {
    return PROCESS;
  }

  /// Whether there are any.
  boolean areAny() {
    return !hooks.isEmpty() || !PROCESS.hooks.isEmpty();
  }

  /// Those of this interpreter itself.
  List<AuditHook> own() {
    return hooks;
  }

  /// Adds a hook, unless one that is there already forbids it (AUD-05).
  synchronized void add(AuditHook hook) {
    if (isAccepted()) {
      List<AuditHook> more = new ArrayList<>(hooks);
      more.add(hook);
      hooks = List.copyOf(more);
    }
  }

  private boolean isAccepted() {
    try {
      audit("sys.addaudithook");
      return true;
    } catch (SystemExit | KeyboardInterrupt e) {
      // No ordinary errors: in CPython they are not of the kind Exception.
      throw e;
    } catch (RuntimeException _) {
      return false;
    }
  }

  /// Notifies the hooks of an event; the first that raises ends it (AUD-04).
  void audit(String event, @Nullable Object... arguments) {
    List<@Nullable Object> given =
        Collections.<@Nullable Object>unmodifiableList(Arrays.<@Nullable Object>asList(arguments));
    if (this != PROCESS) {
      tell(PROCESS.hooks, event, given);
    }
    tell(hooks, event, given);
  }

  private static void tell(
      List<AuditHook> hooks, String event, List<? extends @Nullable Object> given) {
    for (AuditHook hook : hooks) {
      try {
        hook.onEvent(event, given);
      } catch (Error | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new RuntimeError(
            "an audit hook refused %s: %s".formatted(Escapes.quoted(event), e), e);
      }
    }
  }
}
