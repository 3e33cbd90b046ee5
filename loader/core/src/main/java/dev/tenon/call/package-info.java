// SPDX-License-Identifier: Apache-2.0
/// How callables become what callers want: method handles, functional interfaces, checked values.
/// Knows nothing of modules. Read [dev.tenon.call.Callables] first.
@NullMarked
package dev.tenon.call;

import org.jspecify.annotations.NullMarked;
