// SPDX-License-Identifier: Apache-2.0
package dev.tenon.code;

import dev.tenon.error.kind.RecursionError;
import dev.tenon.input.Escapes;
import org.jspecify.annotations.Nullable;

/// Code with a Java body.
record JavaCode(String origin, Body body) implements Code {

  @Override
  public @Nullable Object run(Globals globals) throws Exception {
    try {
      return body.run(globals);
    } catch (StackOverflowError e) {
      throw new RecursionError(e);
    }
  }

  @Override
  public String toString() {
    return "<code object from %s>".formatted(Escapes.quoted(origin));
  }
}
