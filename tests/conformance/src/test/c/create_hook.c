/* SPDX-License-Identifier: Apache-2.0 */
/* Its create slot adds a hook. */
#include <tenon.h>

static int32_t tell(TnContext *cx, void *data) {
    (void)data;
    return tn_write(cx, TN_STDERR, "created\n", 8);
}

static int32_t create(TnContext *cx, const TnValue *spec, TnValue *module) {
    (void)spec;
    return tn_at_exit(cx, tell, NULL) != 0 ? -1 : tn_self(cx, module);
}

TENON_MODULE(create_hook, TN_CREATE(create));
