// SPDX-License-Identifier: Apache-2.0
/// Functions of module instances: how a [dev.tenon.module.FunctionDef] is called. Read
/// [dev.tenon.function.ModuleFunction] first.
@NullMarked
package dev.tenon.function;

import org.jspecify.annotations.NullMarked;
