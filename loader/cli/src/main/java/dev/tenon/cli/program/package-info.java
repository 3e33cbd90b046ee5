// SPDX-License-Identifier: Apache-2.0
/// Runs main programs: `tenon run` and `tenon lock`. Read [dev.tenon.cli.program.ProgramRunner]
/// first, then [dev.tenon.cli.program.RunCommand] and [dev.tenon.cli.program.PlainRunReader], which
/// read the same command lines, the second in a hurry.
@NullMarked
package dev.tenon.cli.program;

import org.jspecify.annotations.NullMarked;
