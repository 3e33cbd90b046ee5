// SPDX-License-Identifier: Apache-2.0
/// Makes modules of files of declarations. Start with [dev.tenon.cdef.load.CdefFileType], which the
/// import system asks, and [dev.tenon.cdef.load.ModuleMaker].
@NullMarked
package dev.tenon.cdef.load;

import org.jspecify.annotations.NullMarked;
