// SPDX-License-Identifier: Apache-2.0
/// Modules: what they are made of and how one is described.
///
/// Start with [dev.tenon.module.ModuleObject], the object that an import yields, and
/// [dev.tenon.module.ModuleDef], the descriptor from which an extension module is made. A Java
/// plug-in publishes descriptors through a [dev.tenon.module.ModuleProvider]:
///
/// ```java
/// public final class Greeter implements ModuleProvider {
///   @Override
///   public List<ModuleDef> moduleDefs() {
///     return List.of(
///         ModuleDef.of("greeter")
///             .dynamic("greet", "Say hello.", (module, args) -> "Hello, " + args[0])
///             .build());
///   }
/// }
/// ```
@NullMarked
package dev.tenon.module;

import org.jspecify.annotations.NullMarked;
