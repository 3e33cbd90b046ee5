// SPDX-License-Identifier: Apache-2.0
/// The prompt of `tenon repl`. Read [dev.tenon.cli.repl.Repl] first, then
/// [dev.tenon.cli.repl.Language] and [dev.tenon.cli.repl.Lines], its two ends. JLine is used by
/// [dev.tenon.cli.repl.TerminalLines] and what lies around it alone, and loaded only where somebody
/// types.
@NullMarked
package dev.tenon.cli.repl;

import org.jspecify.annotations.NullMarked;
