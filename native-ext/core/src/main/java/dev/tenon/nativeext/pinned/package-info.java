/// What an interpreter with pins may take for granted: libraries that belong to the system.
@NullMarked
package dev.tenon.nativeext.pinned;

import org.jspecify.annotations.NullMarked;
