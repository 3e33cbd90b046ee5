// SPDX-License-Identifier: Apache-2.0
/// How values and names are shown in messages.
@NullMarked
package dev.tenon.text;

import org.jspecify.annotations.NullMarked;
