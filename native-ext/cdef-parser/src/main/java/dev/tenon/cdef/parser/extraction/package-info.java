// SPDX-License-Identifier: Apache-2.0
/// Declarations out of headers, proved by the compiler that knows these. Start with
/// [dev.tenon.cdef.parser.extraction.HeaderExtraction] and
/// [dev.tenon.cdef.parser.extraction.HeaderProof].
@NullMarked
package dev.tenon.cdef.parser.extraction;

import org.jspecify.annotations.NullMarked;
