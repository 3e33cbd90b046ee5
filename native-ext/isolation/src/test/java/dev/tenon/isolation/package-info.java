@NullMarked
package dev.tenon.isolation;

import org.jspecify.annotations.NullMarked;
