// SPDX-License-Identifier: Apache-2.0
/// JavaScript files as modules, by Rhino. Start with [dev.tenon.script.javascript.RhinoDialect] and
/// [dev.tenon.script.javascript.RhinoRun], one run of a script.
@NullMarked
package dev.tenon.script.javascript;

import org.jspecify.annotations.NullMarked;
