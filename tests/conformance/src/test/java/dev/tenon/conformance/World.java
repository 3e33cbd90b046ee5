// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import dev.tenon.Interpreter;
import dev.tenon.imports.ImportStatements;
import dev.tenon.imports.ImportSystem;
import dev.tenon.imports.MemoryFinder;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import dev.tenon.value.Warning;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An interpreter for one test, with modules that the test describes in place, a record of the
/// bodies that ran and of the warnings given.
final class World implements AutoCloseable {

  private final List<Warning> warnings = new CopyOnWriteArrayList<>();
  private final List<String> ran = new CopyOnWriteArrayList<>();
  private final MemoryFinder finder = new MemoryFinder();
  private final Interpreter interpreter;

  /// A world with these folders or archives on its path.
  World(Path... path) {
    Interpreter.Builder config = Interpreter.builder().onWarning(warnings::add);
    for (Path entry : path) {
      config.path(entry);
    }
    interpreter = config.build();
    imports().metaPath().addFirst(finder);
  }

  /// The import statements of a module's body.
  static ImportStatements in(ModuleObject module) {
    return Interpreter.current().imports().statementsOf(module);
  }

  Interpreter interpreter() {
    return interpreter;
  }

  ImportSystem imports() {
    return interpreter.imports();
  }

  MemoryFinder finder() {
    return finder;
  }

  /// Describes a module.
  World module(String name, ModuleSlot.ExecBody body) {
    finder.add(name, recorded(name, body));
    return this;
  }

  /// Describes a module without a body.
  World module(String name) {
    return module(name, module -> {});
  }

  /// Describes a package.
  World packageOf(String name, ModuleSlot.ExecBody body) {
    finder.addPackage(name, recorded(name, body));
    return this;
  }

  /// Describes a package without a body.
  World packageOf(String name) {
    return packageOf(name, module -> {});
  }

  private ModuleSlot.ExecBody recorded(String name, ModuleSlot.ExecBody body) {
    return module -> {
      ran.add(name);
      body.run(module);
    };
  }

  /// The names of the modules whose bodies ran, in order.
  List<String> ran() {
    return ran;
  }

  /// The warnings given, as texts that begin with the category.
  List<String> warnings() {
    return warnings.stream().map(Warning::toString).toList();
  }

  /// Imports a module.
  Object load(String name) {
    return imports().importModule(name);
  }

  /// Imports a module that is a module object.
  ModuleObject loadModule(String name) {
    return interpreter.importModule(name);
  }

  /// Calls the import function.
  Object callImport(Object... arguments) {
    return imports().standardImport().call(arguments);
  }

  /// What `sys.modules` holds.
  Object registered(String name) {
    return interpreter.modules().get(name);
  }

  boolean isRegistered(String name) {
    return interpreter.modules().contains(name);
  }

  @Override
  public void close() {
    interpreter.close();
  }
}
