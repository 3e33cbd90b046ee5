/* SPDX-License-Identifier: Apache-2.0 */
/* A create slot that succeeds with an error set. */
#include <tenon.h>

static int32_t create(TnContext *cx, const TnValue *spec, TnValue *module) {
    int32_t status = tn_self(cx, module);
    (void)spec;
    (void)tn_error(cx, TN_SYSTEM_ERROR, "bad create function");
    return status;
}

TENON_MODULE(create_unreported_exception, TN_CREATE(create));
