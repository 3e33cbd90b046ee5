// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.program;

/// The restrictions that a program runs under.
///
/// @param isolated whether only modules that support isolated interpreters are let in
/// @param checked whether native modules run with checks
public record Restrictions(boolean isolated, boolean checked) {

  /// No restrictions.
  static final Restrictions NONE = new Restrictions(false, false);
}
