// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

/// Which import statements of an interpreter are lazy (PEP 810).
public enum LazyMode {
  /// Those that say so.
  NORMAL,
  /// All that bind names in modules, but for star imports.
  ALL,
  /// None; the filter is not asked.
  NONE
}
