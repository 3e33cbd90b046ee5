// SPDX-License-Identifier: Apache-2.0
/// One class for each kind of error that modules raise, named as in Python. All extend
/// [dev.tenon.error.TenonError].
@NullMarked
package dev.tenon.error.kind;

import org.jspecify.annotations.NullMarked;
