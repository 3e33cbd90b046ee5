// SPDX-License-Identifier: Apache-2.0
/// The `tenon` command. Read [dev.tenon.cli.Main] first, where it begins, then
/// [dev.tenon.cli.ArgumentReader], which turns a command line into a [dev.tenon.cli.Request], and
/// [dev.tenon.cli.ProgramRunner], which carries it out.
@NullMarked
package dev.tenon.cli;

import org.jspecify.annotations.NullMarked;
