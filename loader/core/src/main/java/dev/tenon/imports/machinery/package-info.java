// SPDX-License-Identifier: Apache-2.0
/// Finding, locking, loading and reloading the modules of one interpreter. Read
/// [dev.tenon.imports.machinery.ImportMachinery] and [dev.tenon.imports.machinery.ModuleImporter]
/// first.
@NullMarked
package dev.tenon.imports.machinery;

import org.jspecify.annotations.NullMarked;
