/* SPDX-License-Identifier: Apache-2.0 */
/* A sound module: one exec slot, one function (DEF-01). */
#include <tenon.h>

static int64_t add(int64_t a, int64_t b) { return a + b; }

static int32_t exec(TnContext *cx) { return tn_add_int(cx, "year", 1969); }

static const TnMethod methods[] = {TN_TYPED("add", add, "(i64, i64) -> i64", NULL), TN_METHODS_END};

TENON_MODULE(basic, TN_METHODS(methods), TN_EXEC(exec));
