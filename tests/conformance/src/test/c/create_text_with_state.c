/* SPDX-License-Identifier: Apache-2.0 */
/* A create slot that makes something that cannot carry the state that is asked for (DEF-18). */
#include <tenon.h>

static int32_t create(TnContext *cx, const TnValue *spec, TnValue *module) {
    (void)cx;
    (void)spec;
    *module = tn_str("three");
    return 0;
}

TENON_MODULE(create_text_with_state, TN_STATE_SIZE(10), TN_CREATE(create));
