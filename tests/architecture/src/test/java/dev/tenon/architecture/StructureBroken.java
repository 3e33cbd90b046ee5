// SPDX-License-Identifier: Apache-2.0
package dev.tenon.architecture;

/// Needs a type that needs this one.
final class StructureBroken {
  final Class<?> other = StructureTest.One.class;
}
