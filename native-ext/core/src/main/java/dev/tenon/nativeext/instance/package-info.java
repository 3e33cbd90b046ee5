// SPDX-License-Identifier: Apache-2.0
/// Instances of native modules: the state that C has, the contexts of its calls, the values that
/// cross and the references that C holds. It knows how calls begin and end, and not what is called.
/// Read [dev.tenon.nativeext.instance.NativeInstance] and
/// [dev.tenon.nativeext.instance.NativeContext] first.
@NullMarked
package dev.tenon.nativeext.instance;

import org.jspecify.annotations.NullMarked;
