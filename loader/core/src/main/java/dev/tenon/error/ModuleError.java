// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error;

import org.jspecify.annotations.Nullable;

/// An error of a type that a module has defined. Hosts catch it by this class and look at [#type],
/// or at its [#kind], which is that of the type's base.
public final class ModuleError extends TenonError {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable ErrorType type;
  private final String typeName;
  private final String kind;

  /// An error with a message.
  public ModuleError(ErrorType type, @Nullable String message) {
    super(message);
    this.type = type;
    this.typeName = type.name();
    this.kind = type.baseKind();
  }

  /// The type; null for an error that was read back from its serialized form.
  public @Nullable ErrorType type() {
    return type;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public String typeName() {
    return typeName;
  }
}
