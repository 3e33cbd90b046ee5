// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.Warning;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An interpreter for one test with the C fixtures on its path; what modules write is kept.
final class NativeWorld implements AutoCloseable {

  /// Where the build put the fixtures.
  static final Path FIXTURES = Path.of("target", "fixtures").toAbsolutePath();

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final List<Warning> warnings = new CopyOnWriteArrayList<>();
  private final Interpreter interpreter;

  NativeWorld() {
    this(FIXTURES);
  }

  NativeWorld(Path folder) {
    interpreter =
        Interpreter.builder()
            .path(folder)
            .output(output)
            .errorOutput(errors)
            .onWarning(warnings::add)
            .build();
  }

  /// Whether the backend that these tests run on passes structs by value.
  static boolean passesStructs() {
    return !"jnr".equals(System.getenv("TENON_BACKEND"));
  }

  /// Whether the backend that these tests run on gives up what it made for C when its class loader
  /// goes. JNR-FFI holds its closures for ever.
  static boolean isUnloadable() {
    return !"jnr".equals(System.getenv("TENON_BACKEND"));
  }

  Interpreter interpreter() {
    return interpreter;
  }

  ModuleObject load(String name) {
    return interpreter.importModule(name);
  }

  boolean isRegistered(String name) {
    return interpreter.modules().contains(name);
  }

  /// What modules wrote to the error stream.
  String errorText() {
    return errors.toString(StandardCharsets.UTF_8);
  }

  List<Warning> warnings() {
    return warnings;
  }

  @Override
  public void close() {
    interpreter.close();
  }
}
