// SPDX-License-Identifier: Apache-2.0
/// Compiles modules in C: `tenon compile`, and `tenon cflags` for other build tools. Read
/// [dev.tenon.tools.compile.CompileCommand] first, then [dev.tenon.tools.compile.CompileTool].
@NullMarked
package dev.tenon.tools.compile;

import org.jspecify.annotations.NullMarked;
