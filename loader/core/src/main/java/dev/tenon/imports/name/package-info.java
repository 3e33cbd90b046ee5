/// The full names of modules.
@NullMarked
package dev.tenon.imports.name;

import org.jspecify.annotations.NullMarked;
