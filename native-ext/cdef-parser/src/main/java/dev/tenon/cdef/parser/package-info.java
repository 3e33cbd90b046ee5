/// Reads C declarations with the C parser of Eclipse CDT. [dev.tenon.cdef.parser.CdtParser] is the
/// service; nothing of CDT leaves this package. CDT is no Java module, so this artifact belongs on
/// the class path.
@NullMarked
package dev.tenon.cdef.parser;

import org.jspecify.annotations.NullMarked;
