// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.error.SearchReport;
import java.util.Collection;

/// A finder that did not know a module, with what it was asked for, so that it can be asked for an
/// explanation later.
interface SearchedFinder {

  /// Why the module was not found: an answer for each place that was searched.
  Collection<SearchReport.Attempt> attempts();

  /// The full names of modules in these places.
  Collection<String> namesBeside();
}
