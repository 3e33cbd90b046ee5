// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import java.util.List;

/// A loader that can execute a module inside one that exists already, so that it can be run as the
/// main program (PEP 547).
public interface MainLoader extends Loader {

  /// Executes the module of `spec` in `module`, which keeps its identity and the names it holds.
  ///
  /// @throws dev.tenon.error.ImportException if this module cannot be run that way; then `module`
  ///   is unchanged
  /// @throws Exception whatever the module's body raises
  void execInModule(ModuleSpec spec, ModuleObject module) throws Exception;

  /// Runs the main slot of a module that [#execInModule] has executed.
  ///
  /// @param arguments the program's arguments, without argument 0
  /// @return the exit status; 0 for a module without a main slot
  /// @throws Exception what the main slot raises
  default int runMain(ModuleObject module, List<String> arguments) throws Exception {
    return 0;
  }
}
