/* SPDX-License-Identifier: Apache-2.0 */
/* Holds what it is given and never gives it back. */
#include <tenon.h>

static int32_t keep(TnContext *cx) {
    TnValue name = tn_none(), held;
    return tn_self(cx, &name) != 0 ? -1 : tn_hold(cx, &name, &held);
}

TENON_MODULE(leaked_reference, TN_EXEC(keep), TN_INTERPRETERS(TN_ISOLATED));
