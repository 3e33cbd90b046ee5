// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.instance;

/// The types of resources of one module, by their addresses.
@FunctionalInterface
public interface ResourceTypes {

  /// The type at an address; one that the descriptor of the module does not list is read now.
  ///
  /// @param module the name of the module that uses it
  /// @throws dev.tenon.error.kind.TypeError if there is none at the address
  /// @throws dev.tenon.error.ExtensionContractException if it has faults, with all of them
  ResourceType at(long address, String module);
}
