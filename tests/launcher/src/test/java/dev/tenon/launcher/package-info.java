// SPDX-License-Identifier: Apache-2.0
/// The launcher script of a checkout, in a checkout of its own with a Maven and a JDK that only
/// note how they are called.
@NullMarked
package dev.tenon.launcher;

import org.jspecify.annotations.NullMarked;
