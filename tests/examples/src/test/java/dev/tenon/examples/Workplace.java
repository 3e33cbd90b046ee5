// SPDX-License-Identifier: Apache-2.0
package dev.tenon.examples;

import com.sun.jna.Library;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A folder that looks like a checkout to the commands that are run in it: `./tenon` and `tenon`
/// are the command line of this build, `lib` holds its jars, and the sources that guides refer to
/// are there.
final class Workplace implements AutoCloseable {

  private static final List<String> SHOWN =
      List.of("README.md", "docs", "native-ext", "sample-extensions");

  private final Path folder;
  private final Commands commands;

  private Workplace(Path folder) {
    this.folder = folder;
    this.commands =
        new Commands(
            folder,
            Map.of(
                "PATH",
                folder
                    + File.pathSeparator
                    + Checkout.tool("java").getParent()
                    + File.pathSeparator
                    + System.getenv("PATH")));
  }

  /// Sets up an empty folder.
  static Workplace in(Path folder) {
    try {
      for (String name : SHOWN) {
        Files.createSymbolicLink(folder.resolve(name), Checkout.ROOT.resolve(name));
      }
      Files.createSymbolicLink(folder.resolve("lib"), Checkout.libraries());
      Files.createSymbolicLink(folder.resolve("jna.jar"), jarOf(Library.class));
      Path tenon = Files.writeString(folder.resolve("tenon"), script());
      Files.setPosixFilePermissions(tenon, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Workplace(folder);
  }

  private static Path jarOf(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  /// The launcher without its build: the tests run what the build has made already.
  private static String script() {
    return """
    #!/bin/sh
    exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:SharedArchiveFile='%s' \\
      '-Dtenon.samples=%s' -jar '%s' "$@"
    """
        .formatted(
            Checkout.tool("java"),
            CommandArchive.FILE,
            Checkout.samplePath(),
            Checkout.commandJar());
  }

  /// Takes away the links to the checkout, before the folder is deleted.
  @Override
  public void close() {
    try {
      for (Path entry : Checkout.filesIn(folder)) {
        if (Files.isSymbolicLink(entry)) {
          Files.delete(entry);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  Commands commands() {
    return commands;
  }

  /// Runs the `tenon` command.
  Commands.Outcome tenon(String... arguments) {
    return tenon(new byte[0], arguments);
  }

  /// Runs the `tenon` command with some standard input.
  Commands.Outcome tenon(byte[] input, String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = folder.resolve("tenon").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return commands.run(input, command);
  }

  /// Runs a module as the main program, with some standard input.
  Commands.Outcome run(String module, byte[] input, String... arguments) {
    return tenon(
        input,
        Stream.concat(Stream.of("run", "-m", module), Stream.of(arguments)).toArray(String[]::new));
  }
}
