// SPDX-License-Identifier: Apache-2.0
/// What the script languages share: how values cross between a script and modules, the bare names
/// of a script, its errors in the words of modules. Start with [dev.tenon.script.dialect.Dialect],
/// the engine of one language, and [dev.tenon.script.dialect.ScriptValues].
@NullMarked
package dev.tenon.script.dialect;

import org.jspecify.annotations.NullMarked;
