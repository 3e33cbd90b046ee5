// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import dev.tenon.error.kind.BrokenPipeError;
import dev.tenon.error.kind.OsError;
import dev.tenon.module.ModuleHost.Stream;
import java.io.IOException;
import java.io.OutputStream;

/// Writes to the output streams that an interpreter was configured with.
final class InterpreterStreams {

  private InterpreterStreams() {}

  static void write(InterpreterConfig config, Stream stream, byte[] bytes) {
    OutputStream target = target(config, stream);
    run(() -> target.write(bytes));
  }

  static void flush(InterpreterConfig config, Stream stream) {
    run(target(config, stream)::flush);
  }

  private static OutputStream target(InterpreterConfig config, Stream stream) {
    return switch (stream) {
      case OUT -> config.output();
      case ERR -> config.errorOutput();
    };
  }

  private interface StreamAction {
    void run() throws IOException;
  }

  private static void run(StreamAction action) {
    try {
      action.run();
    } catch (IOException e) {
      String reason = e.getMessage();
      throw reason != null && reason.contains("Broken pipe")
          ? new BrokenPipeError(reason, e)
          : new OsError(reason, e);
    }
  }
}
