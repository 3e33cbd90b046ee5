// SPDX-License-Identifier: Apache-2.0
/// The raw namespace of a module: names to values in arrays whose layout instances share. Read
/// [dev.tenon.module.namespace.Namespace] first.
@NullMarked
package dev.tenon.module.namespace;

import org.jspecify.annotations.NullMarked;
