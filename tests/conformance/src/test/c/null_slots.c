/* SPDX-License-Identifier: Apache-2.0 */
/* A module without a single slot (DEF-02). */
#include <tenon.h>

static const TnSlot slots[] = {TN_SLOT_OF(0, i, (int64_t)0)};

TENON_EXPORT const TnModuleDef TenonModule_null_slots = {TENON_ABI, 0, slots};
