// SPDX-License-Identifier: Apache-2.0
/// The check as its users see it, and what is judged of what the helper process saw. Read
/// [dev.tenon.isolation.check.IsolationCheck] first, then [dev.tenon.isolation.check.Judge].
@NullMarked
package dev.tenon.isolation.check;

import org.jspecify.annotations.NullMarked;
