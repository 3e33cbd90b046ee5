// SPDX-License-Identifier: Apache-2.0
/// The `tenon` command. Read [dev.tenon.cli.Main] first, where it begins, then
/// [dev.tenon.cli.ArgumentReader], which finds the subcommands and turns a command line into what
/// one of them is to do.
@NullMarked
package dev.tenon.cli;

import org.jspecify.annotations.NullMarked;
