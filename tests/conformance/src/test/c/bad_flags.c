/* SPDX-License-Identifier: Apache-2.0 */
/* Flags that are unknown or do not go together. */
#include <tenon.h>

static int64_t one(void) { return 1; }
static int64_t two(TnContext *cx) { return cx == NULL; }

static const TnMethod methods[] = {
    TN_TYPED_WITH("unknown", one, "() -> i64", 1u << 30, NULL),
    TN_TYPED_WITH("both", one, "() -> i64", TN_SERIALIZED | TN_CONCURRENT, NULL),
    TN_TYPED_WITH("leaf", two, "(context) -> i64", TN_NO_CALLBACK, NULL),
    TN_TYPED_WITH("slow_leaf", one, "() -> i64", TN_NO_CALLBACK | TN_BLOCKING, NULL),
    TN_TYPED_WITH("named", one, "() -> i64", TN_KEYWORDS, NULL),
    {"reserved", NULL, "() -> i64", (TnAnyFunction)one, 0, 7},
    TN_METHODS_END};

TENON_MODULE(bad_flags, TN_METHODS(methods));
