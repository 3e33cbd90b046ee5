// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.dialect;

import dev.tenon.code.Globals;
import org.jspecify.annotations.Nullable;

/// What Tenon needs of the engine of one language. It serves all interpreters and threads.
public interface Dialect {

  /// Name and version of the engine.
  String version();

  /// Compiles a script to something that can be run with any globals, in any thread.
  Object compile(String source, String origin);

  /// Runs a compiled script. What it defines keeps the globals.
  @Nullable Object run(Object compiled, Globals globals);
}
