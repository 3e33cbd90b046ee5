// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;

/// The standard output as the program sees it. It remembers that its reader went away, which
/// modules may have handled or passed over. Any thread may write.
public final class StandardOutput extends OutputStream {

  private final OutputStream target;
  private volatile boolean broken;

  public StandardOutput(OutputStream target) {
    this.target = target;
  }

  /// Whether a write has found that nobody reads any more.
  public boolean isBroken() {
    return broken;
  }

  private interface Action {
    void run() throws IOException;
  }

  private void watch(Action action) throws IOException {
    try {
      action.run();
    } catch (IOException e) {
      String reason = e.getMessage();
      broken |= reason != null && reason.contains("Broken pipe");
      throw e;
    }
  }

  @Override
  public void write(int value) throws IOException {
    watch(() -> target.write(value));
  }

  @Override
  public void write(byte[] bytes, int start, int length) throws IOException {
    watch(() -> target.write(bytes, start, length));
  }

  @Override
  public void flush() throws IOException {
    watch(target::flush);
  }
}
