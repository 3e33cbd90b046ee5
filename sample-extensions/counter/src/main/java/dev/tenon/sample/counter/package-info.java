// SPDX-License-Identifier: Apache-2.0
/// The sample module `counter` in Java, the twin of the one in C.
@NullMarked
package dev.tenon.sample.counter;

import org.jspecify.annotations.NullMarked;
