// SPDX-License-Identifier: Apache-2.0
package dev.tenon.access;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What the process knows of a descriptor beyond its data, and descriptors made out of others.
///
/// @param <D> the descriptors
/// @param <F> their functions
/// @param <L> their slots
/// @param <T> what makes their states
public interface DefGrant<D, F, L, T> {

  /// How state is made; null for a module without state.
  @Nullable T stateOpener(D def);

  /// A thing of which each descriptor has one, made when it is asked for first. Any thread may call
  /// this.
  ///
  /// @param maker must not ask for further parts
  <P> P part(D def, Class<P> type, Supplier<P> maker);

  /// The same descriptor for code that one interpreter has for itself.
  D inPrivateImage(D def);

  /// The same descriptor with each piece of its code changed.
  D changed(D def, UnaryOperator<F> functions, UnaryOperator<L> slots, UnaryOperator<T> opener);
}
