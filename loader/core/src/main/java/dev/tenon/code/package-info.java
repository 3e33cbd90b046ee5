// SPDX-License-Identifier: Apache-2.0
/// Code and the two ways to run it.
///
/// Start with [dev.tenon.code.Code], a piece of code that can be run as often as wanted, each time
/// with other [dev.tenon.code.Globals]. In *plain mode* the globals are a mapping: bare names are
/// looked up in it and then in builtins, and the hooks of modules play no part (PEP 562). In
/// *module mode* they are a module: bare loads, stores and deletions are attribute accesses, with
/// properties, `__getattr__` and all, and loads go on to builtins.
///
/// ```java
/// Code code = Code.of("<demo>", globals -> {
///   globals.set("y", (long) globals.get("x") + 1);
///   return null;
/// });
/// code.exec(module);
/// code.exec(new HashMap<>(Map.of("x", 1L)));
/// ```
@NullMarked
package dev.tenon.code;

import org.jspecify.annotations.NullMarked;
