/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps a held reference in a static variable, as code for one interpreter does. */
#include <tenon.h>

static TnValue kept;

static int32_t exec(TnContext *cx) {
    TnValue list, own, made;
    if (kept.kind != TN_NONE) { /* a later instance holds something else first */
        return tn_list(cx, NULL, 0, &list) != 0 || tn_hold(cx, &list, &own) != 0
                   ? -1
                   : tn_add_object(cx, "Error", &kept);
    }
    return tn_error_type(cx, "Error", TN_VALUE_ERROR, &made) != 0 || tn_hold(cx, &made, &kept) != 0
               ? -1
               : tn_add_object(cx, "Error", &kept);
}

TENON_MODULE(keeps_reference, TN_EXEC(exec));
