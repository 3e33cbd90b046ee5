/* SPDX-License-Identifier: Apache-2.0 */
/* A module built for an ABI that does not exist yet. */
#include <tenon.h>

static const TnSlot slots[] = {TN_SLOT_OF(0, i, (int64_t)0)};

TENON_EXPORT const TnModuleDef TenonModule_abi_major_2 = {2u << 16, 0, slots};
