// SPDX-License-Identifier: Apache-2.0
/// Function pointers that C gets for callables of Java. Start with
/// [dev.tenon.cdef.callback.Callback] and [dev.tenon.cdef.callback.Parked], which keeps what a
/// callback throws until C has returned.
@NullMarked
package dev.tenon.cdef.callback;

import org.jspecify.annotations.NullMarked;
