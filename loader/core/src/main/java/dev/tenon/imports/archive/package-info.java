// SPDX-License-Identifier: Apache-2.0
/// Modules in jars and other archives, and those that `ModuleProvider` services publish. Read
/// [dev.tenon.imports.archive.JarFinder] and [dev.tenon.imports.archive.ProvidedModules] first.
@NullMarked
package dev.tenon.imports.archive;

import org.jspecify.annotations.NullMarked;
