// SPDX-License-Identifier: Apache-2.0
package dev.tenon.code;

import java.util.Set;

/// Turns the text of scripts into [Code]. Implementations are published as services (`provides
/// dev.tenon.code.ScriptCompiler with …`); one instance serves all interpreters and all threads.
public interface ScriptCompiler {

  /// The languages it compiles, each named as its files end: `"js"` for instance.
  Set<String> languages();

  /// Compiles a script.
  ///
  /// @param language one of [#languages]
  /// @param origin where the text comes from, for messages
  /// @throws dev.tenon.error.ImportException if what the language needs is not installed
  /// @throws dev.tenon.error.kind.SyntaxError if the text is not code of the language
  Code compile(String language, String origin, String source);
}
