/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of names with a fault in each entry, and without an end. */
#include <tenon.h>

static const TnDeprecated deprecated[] = {{"no_replacement", NULL, NULL},
                                          {"no identifier", "now", NULL},
                                          {"note_points_nowhere", "now", (const char *)16},
                                          TN_DEPRECATED_END};
static const char *const submodules[] = {"not.a.tail", (const char *)16, NULL};

TENON_MODULE(bad_names, TN_DEPRECATED(deprecated), TN_SUBMODULES(submodules),
             {TN_SLOT_STATE_VERSION, 6, 0, {.i = 1}}, {TN_SLOT_ONCE_PER_PROCESS, 0, 9, {.i = 1}},
             {TN_SLOT_CONSTANTS, 0, 0, {.ptr = (const void *)(UINTPTR_MAX - 7)}});
