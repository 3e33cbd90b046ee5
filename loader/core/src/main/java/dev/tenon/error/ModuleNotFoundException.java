package dev.tenon.error;

import org.jspecify.annotations.Nullable;

/// No finder knows the module: CPython's `ModuleNotFoundError`.
public final class ModuleNotFoundException extends ImportException {

  private static final long serialVersionUID = 1L;

  /// An error for the module `name`.
  public ModuleNotFoundException(String message, @Nullable String name) {
    super(message, name, null, Phase.FIND);
  }

  @Override
  public String kind() {
    return "ModuleNotFoundError";
  }
}
