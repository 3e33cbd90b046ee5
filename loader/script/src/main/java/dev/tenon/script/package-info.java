// SPDX-License-Identifier: Apache-2.0
/// Modules written in a script language: `.js` and `.py` files on the path, run by the engines that
/// are installed. Start with [dev.tenon.script.ScriptFileType], which makes the files importable,
/// and [dev.tenon.script.ScriptEngines], which compiles their text. Below are `dialect`, what all
/// languages share, and above it `python` and `javascript`, which do not know each other.
@NullMarked
package dev.tenon.script;

import org.jspecify.annotations.NullMarked;
