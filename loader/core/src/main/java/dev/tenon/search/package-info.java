// SPDX-License-Identifier: Apache-2.0
/// What those implement who find modules: finders, path hooks, types of module files.
@NullMarked
package dev.tenon.search;

import org.jspecify.annotations.NullMarked;
