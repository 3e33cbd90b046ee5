// SPDX-License-Identifier: Apache-2.0
package dev.tenon.concurrent;

import dev.tenon.error.kind.TypeError;

/// A value cannot cross to another interpreter. CPython's NotShareableError.
public final class NotShareableError extends TypeError {

  private static final long serialVersionUID = 1L;

  private final String path;

  /// An error about a part of a value.
  ///
  /// @param path where the part is, `"list[3].key"`; the type's name for the value itself
  /// @param reason why it cannot cross, and what to do
  public NotShareableError(String path, String reason) {
    super("%s cannot cross to another interpreter: %s".formatted(path, reason));
    this.path = path;
  }

  /// Where the part is that cannot cross, from the type of the whole value: `"list[3].key"`.
  public String path() {
    return path;
  }

  @Override
  public String typeName() {
    return "NotShareableError";
  }
}
