// SPDX-License-Identifier: Apache-2.0
/// What the C compiler of the machine knows of headers: the preprocessed text with its places,
/// claims that it confirms, and values that it computes.
@NullMarked
package dev.tenon.cdef.parser.compiler;

import org.jspecify.annotations.NullMarked;
