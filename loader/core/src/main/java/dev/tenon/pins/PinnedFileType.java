// SPDX-License-Identifier: Apache-2.0
package dev.tenon.pins;

import dev.tenon.search.ModuleFileType;

/// A type of module files whose loaders have the bytes that they read admitted by the [Pins] of the
/// interpreter. An interpreter with pins refuses files of other types.
public interface PinnedFileType extends ModuleFileType {}
