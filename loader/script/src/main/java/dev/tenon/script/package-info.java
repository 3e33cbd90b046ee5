/// Modules written in a script language that a JSR-223 engine runs: `.js` and `.py` files on the
/// path. Start with `ScriptFileType`. Nothing here is used by other code than the import system.
@NullMarked
package dev.tenon.script;

import org.jspecify.annotations.NullMarked;
