// SPDX-License-Identifier: Apache-2.0
package dev.tenon.spi;

import dev.tenon.module.ModuleObject;

/// What an interpreter, and what runs main programs in it, does with its import system beyond what
/// hosts do.
public interface ImportControl {

  /// Raises the audit event `import` for a module that is about to be run in another way than by an
  /// import, as the main program for instance.
  ///
  /// @throws RuntimeException what the first hook raises that forbids it
  void announce(String name);

  /// Counts an execution of a registered module that was not an import.
  void noteExecution(String name);

  /// What to say about a missing attribute; see [ModuleOwner#explainMissing].
  String explainMissing(ModuleObject module, String attribute, String sentence);

  /// Ends the search for modules: `sys.meta_path` and its like are None from now on.
  void endSearch();

  /// Empties the registry and sets the names of all modules to None, those of `sys` and builtins
  /// last.
  void wipe(ModuleObject builtins);
}
