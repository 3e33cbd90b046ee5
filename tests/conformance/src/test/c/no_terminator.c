/* SPDX-License-Identifier: Apache-2.0 */
/* A slot list that never ends: the library's memory ends first. */
#include <tenon.h>

#define TWO                                                                                        \
    {999, TN_SLOT_OPTIONAL, 0, {.i = 0}}, {                                                        \
        999, TN_SLOT_OPTIONAL, 0, { .i = 0 }                                                       \
    }
#define EIGHT TWO, TWO, TWO, TWO
#define MANY EIGHT, EIGHT, EIGHT, EIGHT, EIGHT, EIGHT, EIGHT, EIGHT
#define LOTS MANY, MANY, MANY, MANY, MANY, MANY, MANY, MANY
#define ALL LOTS, LOTS, LOTS, LOTS, LOTS, LOTS, LOTS, LOTS, LOTS

static const TnSlot slots[] = {ALL};

TENON_EXPORT const TnModuleDef TenonModule_no_terminator = {TENON_ABI, 0, slots};
