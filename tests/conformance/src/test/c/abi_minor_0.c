/* SPDX-License-Identifier: Apache-2.0 */
/* A module built for the first minor version of the ABI: it has to work on every host of it. */
#include <tenon.h>

static const TnConstant constants[] = {TN_BOOL_CONSTANT("old", 1), TN_CONSTANTS_END};
static const TnSlot slots[] = {TN_CONSTANTS(constants), TN_SLOT_OF(0, i, (int64_t)0)};

TENON_EXPORT const TnModuleDef TenonModule_abi_minor_0 = {TENON_ABI_MAJOR << 16, 0, slots};
