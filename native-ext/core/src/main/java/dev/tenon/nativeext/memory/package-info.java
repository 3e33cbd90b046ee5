// SPDX-License-Identifier: Apache-2.0
/// Plain access to native memory, by addresses that the caller vouches for or that were checked
/// against a mapped library. Read [dev.tenon.nativeext.memory.Memory] and
/// [dev.tenon.nativeext.memory.MappedImage] first.
@NullMarked
package dev.tenon.nativeext.memory;

import org.jspecify.annotations.NullMarked;
