/* SPDX-License-Identifier: Apache-2.0 */
/* A create slot that makes no module, and a function that would have nowhere to be. */
#include <tenon.h>

static int32_t create(TnContext *cx, const TnValue *spec, TnValue *module) {
    (void)cx;
    (void)spec;
    *module = tn_str("three");
    return 0;
}

static int64_t bar(int64_t a, int64_t b) { return a - b; }

static const TnMethod methods[] = {TN_TYPED("bar", bar, "(i64, i64) -> i64", NULL), TN_METHODS_END};

TENON_MODULE(nonmodule_with_methods, TN_CREATE(create), TN_METHODS(methods));
