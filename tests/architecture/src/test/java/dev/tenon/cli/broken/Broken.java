// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.broken;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The command uses native support, and its subcommands, which it should find as services, a
/// library of a back end, and one of the prompt.
public final class Broken {
  public final Class<?> support = dev.tenon.nativeext.broken.Broken.class;
  public final Class<?> library = jnr.ffi.Runtime.class;
  public final Class<?> subcommands = dev.tenon.tools.broken.Broken.class;
  public final Class<?> terminal = org.jline.terminal.Terminal.class;

  /// Whatever size the file has.
  public String read(Path file) throws IOException {
    return Files.readString(file);
  }
}
