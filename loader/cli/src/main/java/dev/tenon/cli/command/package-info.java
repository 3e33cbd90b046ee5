// SPDX-License-Identifier: Apache-2.0
/// What a subcommand is made of. Read [dev.tenon.cli.command.Subcommand] first, then
/// [dev.tenon.cli.command.Options], from which its specification is built, and
/// [dev.tenon.cli.command.AnswerPrinter], which prints the result.
@NullMarked
package dev.tenon.cli.command;

import org.jspecify.annotations.NullMarked;
