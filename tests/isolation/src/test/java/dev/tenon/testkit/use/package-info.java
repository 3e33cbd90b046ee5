// SPDX-License-Identifier: Apache-2.0
/// Several interpreters in one JVM that must not see each other.
@NullMarked
package dev.tenon.testkit.use;

import org.jspecify.annotations.NullMarked;
