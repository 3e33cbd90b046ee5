// SPDX-License-Identifier: Apache-2.0
/// Reads C declarations and headers with the C parser of Eclipse CDT. The services are here; start
/// with [dev.tenon.cdef.parser.CdtParser] and [dev.tenon.cdef.parser.CdtHeaderReader]. Nothing of
/// CDT leaves this artifact. CDT is no Java module, so it belongs on the class path.
@NullMarked
package dev.tenon.cdef.parser;

import org.jspecify.annotations.NullMarked;
