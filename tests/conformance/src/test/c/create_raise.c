/* SPDX-License-Identifier: Apache-2.0 */
/* A create slot that raises (DEF-07). */
#include <tenon.h>

static int32_t create(TnContext *cx, const TnValue *spec, TnValue *module) {
    (void)spec;
    (void)module;
    return tn_error(cx, TN_SYSTEM_ERROR, "bad create function");
}

TENON_MODULE(create_raise, TN_CREATE(create));
