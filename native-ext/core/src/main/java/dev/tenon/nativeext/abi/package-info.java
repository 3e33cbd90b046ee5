// SPDX-License-Identifier: Apache-2.0
/// The numbers, names and small structures that Java and C agree on: offsets and constants of the
/// headers, ids of slots, flags of functions, kinds of errors, names of export symbols. The numbers
/// are those of the C compiler: the build makes [dev.tenon.nativeext.abi.Abi] from
/// `src/main/numbers/Abi.c`. Read that and [dev.tenon.nativeext.abi.SlotId] first.
@NullMarked
package dev.tenon.nativeext.abi;

import org.jspecify.annotations.NullMarked;
