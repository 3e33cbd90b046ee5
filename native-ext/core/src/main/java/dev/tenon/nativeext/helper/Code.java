// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.helper;

/// What of a module runs in a helper process.
///
/// @param module the full name of the module
/// @param function the name of a function, or `exec slot`
public record Code(String module, String function) {}
