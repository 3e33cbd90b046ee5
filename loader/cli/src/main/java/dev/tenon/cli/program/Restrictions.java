// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.program;

import java.util.List;

/// The restrictions that a program runs under.
///
/// @param isolated whether only modules that support isolated interpreters are let in
/// @param checked whether native modules run with checks
/// @param apart the native modules that run in helper processes
public record Restrictions(boolean isolated, boolean checked, List<String> apart) {

  /// Restrictions.
  public Restrictions {
    apart = List.copyOf(apart);
  }

  /// No restrictions.
  static final Restrictions NONE = new Restrictions(false, false, List.of());
}
