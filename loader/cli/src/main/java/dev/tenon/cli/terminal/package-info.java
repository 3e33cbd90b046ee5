// SPDX-License-Identifier: Apache-2.0
/// The process that the command runs in, and how it speaks to its user. Read
/// [dev.tenon.cli.terminal.Surroundings] first, then [dev.tenon.cli.terminal.ErrorPrinter].
@NullMarked
package dev.tenon.cli.terminal;

import org.jspecify.annotations.NullMarked;
