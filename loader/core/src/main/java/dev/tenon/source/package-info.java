// SPDX-License-Identifier: Apache-2.0
/// Finds where things are written: in scripts, in Java, and in the code of the present caller.
@NullMarked
package dev.tenon.source;

import org.jspecify.annotations.NullMarked;
