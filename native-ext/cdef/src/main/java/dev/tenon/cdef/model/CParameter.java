// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.model;

/// A parameter of a C function.
///
/// @param name its name; empty if the declaration gives none
public record CParameter(String name, CType type) {}
