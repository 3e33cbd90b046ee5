/* SPDX-License-Identifier: Apache-2.0 */
/* A create slot that makes something that is no module (DEF-17). */
#include <tenon.h>

static int32_t create(TnContext *cx, const TnValue *spec, TnValue *module) {
    (void)cx;
    (void)spec;
    *module = tn_str("three");
    return 0;
}

TENON_MODULE(nonmodule, TN_CREATE(create));
