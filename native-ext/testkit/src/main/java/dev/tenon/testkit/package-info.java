// SPDX-License-Identifier: Apache-2.0
/// What authors of modules need to test them with JUnit 5. Start with
/// [dev.tenon.testkit.InterpreterExtension], which gives tests interpreters, and
/// [dev.tenon.testkit.IsolationTest], which checks that a native module keeps its interpreters
/// apart.
@NullMarked
package dev.tenon.testkit;

import org.jspecify.annotations.NullMarked;
