// SPDX-License-Identifier: Apache-2.0
/// How libraries get into the process: from sealed copies of their bytes, once for the process or
/// once for each interpreter, and when they go again. Read [dev.tenon.nativeext.image.SharedImages]
/// and [dev.tenon.nativeext.image.PrivateImage] first.
@NullMarked
package dev.tenon.nativeext.image;

import org.jspecify.annotations.NullMarked;
