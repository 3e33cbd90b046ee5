// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.instance;

import dev.tenon.module.ModuleSlot;
import java.util.Map;

/// A type of resources, read from the constant data of a library.
///
/// @param address where it lies: its identity
/// @param declaration its name, documentation and methods
/// @param properties by their names
/// @param destructor a `TnDestructor`; 0 for none
public record ResourceType(
    long address,
    ModuleSlot.ResourceType declaration,
    Map<String, Property> properties,
    long destructor) {

  /// A getter and a setter; 0 for none.
  public record Property(long getter, long setter) {}

  /// The name, without that of the module.
  String name() {
    return declaration.name();
  }
}
