// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.program;

import dev.tenon.Interpreter;
import java.util.List;

/// What runs in `__main__`: a program or a prompt.
public interface MainBody {

  /// Runs it.
  ///
  /// @return the exit status
  /// @throws Exception what the code raises
  int run(Interpreter interpreter) throws Exception;

  /// What errors call it.
  String label();

  /// The arguments of the program.
  List<String> arguments();
}
