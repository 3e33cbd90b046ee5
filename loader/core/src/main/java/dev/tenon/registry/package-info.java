// SPDX-License-Identifier: Apache-2.0
/// `sys.modules`, and which objects it holds: identities, executions, stale values.
@NullMarked
package dev.tenon.registry;

import org.jspecify.annotations.NullMarked;
