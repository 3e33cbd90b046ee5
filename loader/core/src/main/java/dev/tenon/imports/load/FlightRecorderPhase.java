// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import dev.tenon.event.PhaseEvent;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// A phase of a module's load as JDK Flight Recorder shows it. The class must not be touched where
/// the JVM lacks the module `jdk.jfr`.
@Name("dev.tenon.ModulePhase")
@Label("Module Phase")
@Category("Tenon")
@StackTrace(false)
final class FlightRecorderPhase extends Event {

  @Label("Module")
  String module = "";

  @Label("Origin")
  @Nullable String origin;

  @Label("Phase")
  String phase = "";

  @Label("Outcome")
  String outcome = "";

  /// Begins to measure; null if nothing is recorded.
  static @Nullable Object beginIfRecording() {
    FlightRecorderPhase event = new FlightRecorderPhase();
    if (!event.isEnabled()) {
      return null;
    }
    event.begin();
    return event;
  }

  /// Records what [#beginIfRecording] has begun.
  static void end(Object begun, PhaseEvent ended) {
    FlightRecorderPhase event = (FlightRecorderPhase) begun;
    event.end();
    if (event.shouldCommit()) {
      Throwable failure = ended.failure();
      event.module = ended.module();
      event.origin = ended.origin();
      event.phase = ended.phase().name();
      event.outcome = failure == null ? "success" : failure.toString();
      event.commit();
    }
  }
}
