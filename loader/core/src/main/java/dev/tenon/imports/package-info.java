// SPDX-License-Identifier: Apache-2.0
/// The import system: CPython's, with the same words.
///
/// Start with [dev.tenon.imports.ImportSystem], the machine of one interpreter. It asks the
/// [dev.tenon.search.MetaPathFinder]s for a [dev.tenon.module.ModuleSpec] and lets the spec's
/// [dev.tenon.module.Loader] create and execute the module. Extensions of every language go through
/// [dev.tenon.imports.load.ExtensionLoader], which walks the phases query, check, create, state and
/// exec.
///
/// To describe modules within a program:
///
/// ```java
/// MemoryFinder finder = new MemoryFinder();
/// finder.add("greeter", module -> module.set("greeting", "hello"));
/// interpreter.imports().metaPath().addFirst(finder);
/// ```
///
/// To do in Java what an import statement does, take [dev.tenon.imports.ImportStatements]; to make
/// a new kind of file importable, publish a [dev.tenon.search.ModuleFileType]; to search places of
/// a new kind, add a hook to [dev.tenon.imports.ImportSystem#pathHooks].
///
/// Below this package lie its rooms, the lowest first: `imports.name`, `imports.path` (folders),
/// `imports.load` (the phases of a load), `imports.archive` (jars and published modules) and
/// `imports.machinery`, where an import passes through `ModuleImporter` (look up, wait, lock),
/// `SpecSearch` (ask the finders) and `SpecLoader` (create, register, execute). `ImportFunction` is
/// `__import__`, `ModuleReloader` is `reload`, `ModuleLocks` lets one thread at a time run a body,
/// and `MissReport`, `MissingAttributes`, `MissingNames` and `HiddenModules` find the words when
/// something is missing.
///
/// Rules that hold in all of them:
///
/// - Whatever runs the body of a module calls `ImportMachinery.announce` first, and whatever reads
///   a descriptor goes through `PhaseRun`, so that audit hooks hear of every way in.
///   `AuditWaysTest` lists the ways; a new one gets a row there.
/// - Finders, path hooks and filters that a host supplies are called through `ImportMachinery.ask`
///   or `CallbackLock`, one at a time. No thread waits for the import of a module while it holds
///   that lock, and none waits for ever for a thread that waits itself.
/// - What was loaded from an archive comes from the `JarSnapshot` that it was loaded from, never
///   from the file as it is now. Code of a plug-in runs in its [dev.tenon.spi.ClassLoaderScope].
@NullMarked
package dev.tenon.imports;

import org.jspecify.annotations.NullMarked;
