// SPDX-License-Identifier: Apache-2.0
package dev.tenon.access;

import org.jspecify.annotations.Nullable;

/// What changes in a spec while its module is loaded.
///
/// @param <S> the specs
/// @param <L> the loaders
public interface SpecGrant<S, L> {

  /// Changes the loader: a lazy module gets its own one when it is loaded, a namespace package when
  /// its module is made.
  void setLoader(S spec, @Nullable L loader);

  /// Marks the module as being executed, or no longer so.
  void setInitializing(S spec, boolean underWay);
}
