// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.model;

/// A `#pragma tenon` line.
///
/// @param text what follows `#pragma tenon`
/// @param line where it stands, counted from 1
public record Directive(String text, int line) {}
