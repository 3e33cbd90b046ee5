// SPDX-License-Identifier: Apache-2.0
/// What happens in the helper process: interpreters are driven alone, together, or step by step.
/// Read [dev.tenon.isolation.run.Worker] first, then [dev.tenon.isolation.run.TogetherRun].
@NullMarked
package dev.tenon.isolation.run;

import org.jspecify.annotations.NullMarked;
