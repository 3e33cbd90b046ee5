// SPDX-License-Identifier: Apache-2.0
/// What a native backend provides. A backend implements [dev.tenon.nativeext.spi.NativeBackend] and
/// publishes it as a service; it needs to know nothing about modules.
@NullMarked
package dev.tenon.nativeext.spi;

import org.jspecify.annotations.NullMarked;
