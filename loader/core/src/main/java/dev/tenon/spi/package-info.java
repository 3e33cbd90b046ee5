// SPDX-License-Identifier: Apache-2.0
/// What the loaders of modules need of interpreters, modules and descriptors, and hosts do not get:
/// the owner's side of an interpreter, the lives of module objects, the claims on descriptors. The
/// module descriptor exports this package to the sister modules alone. Read
/// [dev.tenon.spi.ModuleOwner] and [dev.tenon.spi.Modules] first.
@NullMarked
package dev.tenon.spi;

import org.jspecify.annotations.NullMarked;
