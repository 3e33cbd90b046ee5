// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.model;

/// Reads C declarations. An implementation is published as a service; it is asked only for texts
/// that were not read before. Any thread may use it.
public interface DeclarationParser {

  /// Reads the text of a file.
  ///
  /// @param fileName for messages
  /// @param model the sizes of the platform
  /// @throws DeclarationException if something in the text cannot be read; it lists all such places
  Declarations parse(String fileName, String text, DataModel model) throws DeclarationException;

  /// What changes whenever the same text gives another result.
  String version();
}
