// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error;

import dev.tenon.input.Escapes;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// An exception type that a module has defined, for one instance of it: another interpreter that
/// loads the module gets another type. Errors of the type are [ModuleError]s.
public class ErrorType {

  private final String name;
  private final String baseKind;
  private final Map<String, Object> attributes = new ConcurrentHashMap<>();

  /// A type.
  ///
  /// @param name its full name, `"module.ParseError"`
  /// @param baseKind the kind that those see who do not know the type, `"ValueError"`
  public ErrorType(String name, String baseKind) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(baseKind, "baseKind");
    this.name = name;
    this.baseKind = baseKind;
  }

  /// The full name, `"module.ParseError"`.
  public final String name() {
    return name;
  }

  /// The kind of its errors, `"ValueError"`.
  public final String baseKind() {
    return baseKind;
  }

  /// Attributes that were given to the type; live, and safe for many threads.
  public final Map<String, Object> attributes() {
    return attributes;
  }

  @Override
  public final String toString() {
    return "<class %s>".formatted(Escapes.quoted(name));
  }
}
