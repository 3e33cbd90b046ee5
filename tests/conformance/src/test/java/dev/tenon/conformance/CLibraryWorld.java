// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.Warning;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An interpreter for one test, with a folder of C declarations and the library `plain` on its
/// path.
final class CLibraryWorld implements AutoCloseable {

  private final Path folder;
  private final List<Warning> warnings = new CopyOnWriteArrayList<>();
  private final Interpreter interpreter;

  CLibraryWorld(Path folder) throws IOException {
    this.folder = folder;
    Files.copy(NativeWorld.FIXTURES.resolve("plain.so"), folder.resolve("plain.so"));
    try (InputStream text = CLibraryWorld.class.getResourceAsStream("plain.cdef.h")) {
      Files.copy(text, folder.resolve("plain.cdef.h"));
    }
    interpreter = Interpreter.builder().path(folder).onWarning(warnings::add).build();
  }

  /// The module of the library `plain`.
  ModuleObject plain() {
    return interpreter.importModule("plain");
  }

  /// A module of declarations of its own.
  ModuleObject declared(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name + ".cdef.h"), text);
    return interpreter.importModule(name);
  }

  Interpreter interpreter() {
    return interpreter;
  }

  Path folder() {
    return folder;
  }

  List<Warning> warnings() {
    return warnings;
  }

  @Override
  public void close() {
    interpreter.close();
  }
}
