// SPDX-License-Identifier: Apache-2.0
/// Reads the descriptors of modules out of libraries, mapped or not, checks each pointer, and
/// attaches what calls into C. Read [dev.tenon.nativeext.descriptor.NativeLibrary] and
/// [dev.tenon.nativeext.descriptor.DescriptorReader] first.
@NullMarked
package dev.tenon.nativeext.descriptor;

import org.jspecify.annotations.NullMarked;
