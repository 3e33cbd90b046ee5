// SPDX-License-Identifier: Apache-2.0
/// Values, queues and work between interpreters: CPython's `concurrent.interpreters` (PEP 734).
///
/// Read first: [dev.tenon.concurrent.Crossing], [dev.tenon.concurrent.InterpreterQueue] and
/// [dev.tenon.concurrent.InterpreterPool].
@NullMarked
package dev.tenon.concurrent;

import org.jspecify.annotations.NullMarked;
