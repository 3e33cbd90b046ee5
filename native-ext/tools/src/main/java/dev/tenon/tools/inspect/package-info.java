// SPDX-License-Identifier: Apache-2.0
/// `tenon inspect`: what files and modules hold, without running them. Read
/// [dev.tenon.tools.inspect.InspectCommand] first, then [dev.tenon.tools.inspect.Inspection].
@NullMarked
package dev.tenon.tools.inspect;

import org.jspecify.annotations.NullMarked;
