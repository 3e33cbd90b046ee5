// SPDX-License-Identifier: Apache-2.0
/// Modules in folders: listings that are read once, and the types of module files. Read
/// [dev.tenon.imports.path.DirectoryFinder] first.
@NullMarked
package dev.tenon.imports.path;

import org.jspecify.annotations.NullMarked;
