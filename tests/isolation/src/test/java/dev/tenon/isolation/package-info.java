/// Several interpreters in one JVM that must not see each other.
@NullMarked
package dev.tenon.isolation;

import org.jspecify.annotations.NullMarked;
