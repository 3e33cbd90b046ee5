/* SPDX-License-Identifier: Apache-2.0 */
/* Two create slots, neither of which may be called (DEF-04). */
#include <stdlib.h>
#include <tenon.h>

static int32_t create(TnContext *cx, const TnValue *spec, TnValue *module) {
    (void)cx;
    (void)spec;
    (void)module;
    abort();
}

TENON_MODULE(multiple_create_slots, TN_CREATE(create), TN_CREATE(create));
