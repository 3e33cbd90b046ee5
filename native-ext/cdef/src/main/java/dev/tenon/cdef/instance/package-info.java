// SPDX-License-Identifier: Apache-2.0
/// One instance of a module, and what its calls need besides their arguments. Start with
/// [dev.tenon.cdef.instance.CInstance] and [dev.tenon.cdef.instance.CallFrame].
@NullMarked
package dev.tenon.cdef.instance;

import org.jspecify.annotations.NullMarked;
