// SPDX-License-Identifier: Apache-2.0
/// The small language for modules that needs no script engine. Read
/// [dev.tenon.expression.Statements] first, then [dev.tenon.expression.Scope], which decides what
/// bare names mean. The prompt, `tenon isolation --exercise` and `@IsolationTest(calls = …)` share
/// it: a feature is added here, once.
@NullMarked
package dev.tenon.expression;

import org.jspecify.annotations.NullMarked;
