/* SPDX-License-Identifier: Apache-2.0 */
/* A create slot that makes nothing and reports nothing (DEF-06). */
#include <tenon.h>

static int32_t create(TnContext *cx, const TnValue *spec, TnValue *module) {
    (void)cx;
    (void)spec;
    (void)module;
    return 0;
}

TENON_MODULE(create_null, TN_CREATE(create));
