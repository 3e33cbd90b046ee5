// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import jdk.jfr.FlightRecorder;

/// Whether JDK Flight Recorder was started in this process. To ask costs nothing, while the first
/// use of an event class costs a tenth of a second. The class must not be touched where the JVM
/// lacks the module `jdk.jfr`.
final class RecorderState {

  private RecorderState() {}

  /// Whether something has been recorded in this process, or is being recorded.
  static boolean isRunning() {
    return FlightRecorder.isInitialized();
  }
}
