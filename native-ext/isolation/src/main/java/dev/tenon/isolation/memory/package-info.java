// SPDX-License-Identifier: Apache-2.0
/// What the process says of its memory and its libraries while modules run: the notes of the
/// library that watches, the writable variables and their values, what was not released. Read
/// [dev.tenon.isolation.memory.Probe] first, then [dev.tenon.isolation.memory.Watch].
@NullMarked
package dev.tenon.isolation.memory;

import org.jspecify.annotations.NullMarked;
