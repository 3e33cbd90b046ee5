// SPDX-License-Identifier: Apache-2.0
/// Calls of the functions of a library. Start with [dev.tenon.cdef.call.CFunctionPlan], what is
/// known of a function before its first call, and [dev.tenon.cdef.call.Passing], how an argument
/// gets to C; `PlainFunction` and `SpecialFunction` make the calls.
@NullMarked
package dev.tenon.cdef.call;

import org.jspecify.annotations.NullMarked;
