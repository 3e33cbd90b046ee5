// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import dev.tenon.input.Escapes;
import dev.tenon.value.Signature;
import dev.tenon.value.SourcePlace;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One function of a [ModuleDef].
///
/// @param name the attribute under which it appears
/// @param doc its documentation, if it has one
/// @param signature its types; null for a dynamic function
/// @param body what it does: [FunctionBody.Typed] if and only if there is a signature
/// @param traits how it wants to be called
public record FunctionDef(
    String name,
    @Nullable String doc,
    @Nullable Signature signature,
    FunctionBody body,
    CallTraits traits) {

  /// A function.
  ///
  /// @throws IllegalArgumentException if signature and body do not go together
  public FunctionDef {
    Objects.requireNonNull(name, "a function needs a name");
    Objects.requireNonNull(body, "a function needs a body");
    Objects.requireNonNull(traits, "a function needs traits");
    if ((signature != null) != (body instanceof FunctionBody.Typed)) {
      throw new IllegalArgumentException(
          "function %s: a typed body needs a signature and a dynamic one has none"
              .formatted(Escapes.quoted(name)));
    }
  }

  /// A function that declares nothing about how it wants to be called.
  ///
  /// @throws IllegalArgumentException if signature and body do not go together
  public FunctionDef(
      String name, @Nullable String doc, @Nullable Signature signature, FunctionBody body) {
    this(name, doc, signature, body, CallTraits.NONE);
  }

  /// The function as it is in a version of a module that may be replaced.
  FunctionDef guarded(long version) {
    return new FunctionDef(name, doc, signature, ObjectState.guarded(body, version), traits);
  }

  /// Where the function is written; empty if that cannot be found out. It may read files.
  ///
  /// @param library the file of the implementing module; null if it has none
  public Optional<SourcePlace> place(@Nullable String library) {
    return body.place(name, library);
  }

  /// Takes the place of a function whose declaration is at fault, so that those after it are
  /// counted right. Its descriptor is never loaded.
  static FunctionDef placeholder(String name) {
    FunctionBody.Dynamic body =
        (module, arguments) -> {
          throw new IllegalStateException(name + " has a faulty declaration");
        };
    return new FunctionDef(name, null, null, body);
  }
}
