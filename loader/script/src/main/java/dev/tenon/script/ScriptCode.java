// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script;

import dev.tenon.code.Code;
import dev.tenon.code.Globals;
import dev.tenon.input.Escapes;
import dev.tenon.script.dialect.Dialect;
import org.jspecify.annotations.Nullable;

/// A compiled script.
///
/// @param compiled what the dialect made of the text; it knows no globals
record ScriptCode(String origin, Dialect dialect, Object compiled) implements Code {

  @Override
  public @Nullable Object run(Globals globals) {
    return dialect.run(compiled, globals);
  }

  @Override
  public String toString() {
    return "<code object from %s>".formatted(Escapes.quoted(origin));
  }
}
