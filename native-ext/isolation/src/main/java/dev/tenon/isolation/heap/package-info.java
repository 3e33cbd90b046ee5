// SPDX-License-Identifier: Apache-2.0
/// Reads heap dumps, and finds out who holds an object. Read [dev.tenon.isolation.heap.HeapDump]
/// first, then [dev.tenon.isolation.heap.HolderSearch].
@NullMarked
package dev.tenon.isolation.heap;

import org.jspecify.annotations.NullMarked;
