/* SPDX-License-Identifier: Apache-2.0 */
/* A module built for an ABI with more in it than any host has. */
#include <tenon.h>

static const TnSlot slots[] = {TN_SLOT_OF(0, i, (int64_t)0)};

TENON_EXPORT const TnModuleDef TenonModule_abi_newer_minor = {TENON_ABI_MAJOR << 16 | 0xFFFFu, 0,
                                                              slots};
