// SPDX-License-Identifier: Apache-2.0
package dev.tenon.access;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The life of a module object: who owns it, what it was executed from, which state it has.
///
/// @param <M> the module objects
/// @param <D> the descriptors
/// @param <S> the states
/// @param <K> the kinds of modules
/// @param <O> the owners
public interface ModuleGrant<M, D, S, K, O> {

  /// A module for a descriptor; it shares its layout with all other modules of that descriptor.
  M create(D def, String name, @Nullable O owner);

  /// A module with a name and a documentation text, owned by an interpreter.
  M create(String name, @Nullable String doc, @Nullable O owner);

  /// The state of a module instance, from just before its first exec slot on; null for a module
  /// without state.
  @Nullable S state(M module);

  /// Marks a module as half initialised or as complete.
  void setPartial(M module, boolean halfInitialised);

  /// Marks a module as executed from a descriptor and attaches its state.
  ///
  /// @param declaredKind gives the kind that the descriptor declares over the kind of before
  /// @throws RuntimeException an ImportException if it was executed from a descriptor before
  void attach(M module, D def, @Nullable S state, UnaryOperator<K> declaredKind);

  /// Notes that the exec slots have run: the state belongs to the module until its interpreter
  /// ends.
  void keepAttached(M module);

  /// Takes the state away again after an exec slot has failed.
  ///
  /// @throws IllegalStateException if the module has been executed
  void detach(M module);

  /// Puts another version of a module, with its state, in the place of the one it was executed
  /// from.
  ///
  /// @throws IllegalStateException if the module was not executed from a descriptor, or the current
  ///   thread did not begin the replacement
  void replace(M module, D def, S state, UnaryOperator<K> declaredKind);

  /// Notes that another version of a module is about to take its place. Calls by name that are not
  /// let in meanwhile wait for [#endReplacement].
  void beginReplacement(M module);

  /// Notes that calls are let in again, by whatever version.
  void endReplacement(M module);

  /// The thread that puts another version in the place of a module; null while nobody does.
  @Nullable Thread replacer(M module);
}
