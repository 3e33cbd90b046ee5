// SPDX-License-Identifier: Apache-2.0
/// Python files as modules, by Jython. Start with [dev.tenon.script.python.JythonDialect] and
/// [dev.tenon.script.python.JythonWorld], Python in one interpreter. The script `bridge.py` is the
/// other side: it asks [dev.tenon.script.python.JythonHost].
@NullMarked
package dev.tenon.script.python;

import org.jspecify.annotations.NullMarked;
