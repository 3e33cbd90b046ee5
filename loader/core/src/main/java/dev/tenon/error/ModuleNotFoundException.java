// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error;

import org.jspecify.annotations.Nullable;

/// No finder knows the module: CPython's `ModuleNotFoundError`. The first line of the text is
/// CPython's sentence; the lines after it show what the [SearchReport] holds.
public final class ModuleNotFoundException extends ImportException {

  private static final long serialVersionUID = 1L;

  private final SearchReport search;

  /// An error for the module `name`.
  public ModuleNotFoundException(String message, @Nullable String name) {
    this(message, name, SearchReport.NONE);
  }

  /// An error for the module `name` that lists where it was looked for.
  public ModuleNotFoundException(String message, @Nullable String name, SearchReport search) {
    super(message + search.text(), name, null, Phase.FIND);
    this.search = search;
  }

  /// Where the module was looked for, and what may be meant instead.
  public SearchReport search() {
    return search;
  }

  @Override
  public String kind() {
    return "ModuleNotFoundError";
  }
}
