// SPDX-License-Identifier: Apache-2.0
/// What C declarations say, as plain data: [dev.tenon.cdef.model.Declarations] is the content of
/// one file, [dev.tenon.cdef.model.CType] a type in it and [dev.tenon.cdef.model.Layouts] where its
/// bytes lie. A parser makes it through [dev.tenon.cdef.model.DeclarationParser]; nothing here
/// knows which.
@NullMarked
package dev.tenon.cdef.model;

import org.jspecify.annotations.NullMarked;
