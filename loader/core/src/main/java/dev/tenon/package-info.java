// SPDX-License-Identifier: Apache-2.0
/// Tenon for hosts. An [dev.tenon.Interpreter] is an isolated world of modules in this JVM:
///
/// ```java
/// try (Interpreter interpreter = Interpreter.builder().path("modules").build()) {
///   ModuleObject counter = interpreter.importModule("counter");
///   counter.call("next");
///   LongSupplier next = counter.bind("next", LongSupplier.class);
/// }
/// ```
@NullMarked
package dev.tenon;

import org.jspecify.annotations.NullMarked;
