/* SPDX-License-Identifier: Apache-2.0 */
/* A descriptor whose slots point nowhere. */
#include <tenon.h>

TENON_EXPORT const TnModuleDef TenonModule_wild_slots = {TENON_ABI, 0, (const TnSlot *)64};
