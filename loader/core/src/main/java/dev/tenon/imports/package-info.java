/// The import system: CPython's, with the same words.
///
/// Start with [dev.tenon.imports.ImportSystem], the machine of one interpreter. It asks the
/// [dev.tenon.imports.MetaPathFinder]s for a [dev.tenon.module.ModuleSpec] and lets the spec's
/// [dev.tenon.module.Loader] create and execute the module. Extensions of every language go through
/// [dev.tenon.imports.ExtensionLoader], which walks the phases query, check, create, state and exec.
/// To make a new kind of file importable, publish a [dev.tenon.imports.ModuleFileType].
@NullMarked
package dev.tenon.imports;

import org.jspecify.annotations.NullMarked;
