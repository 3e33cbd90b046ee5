/// `sys.modules`, and which objects it holds: identities, executions, stale values.
@NullMarked
package dev.tenon.registry;

import org.jspecify.annotations.NullMarked;
