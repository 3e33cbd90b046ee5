/* SPDX-License-Identifier: Apache-2.0 */
/* A descriptor with one fault of each kind, all of which must be reported at once. */
#include <stdlib.h>
#include <tenon.h>

static int32_t exec(TnContext *cx) {
    (void)cx;
    abort();
}

static int64_t one(void) { return 1; }

static const TnMethod methods[] = {TN_TYPED("good", one, "() -> i64", NULL),
                                   TN_TYPED("bad_signature", one, "(i64, i65) -> i64", NULL),
                                   TN_TYPED("not an identifier", one, "() -> i64", NULL),
                                   TN_TYPED("no_function", NULL, "() -> i64", NULL),
                                   TN_TYPED("good", one, "() -> i64", NULL),
                                   TN_TYPED("bad_doc", one, "() -> i64", "\xff"),
                                   TN_METHODS_END};

TENON_MODULE(many_faults, TN_DOC((const char *)16), TN_STATE_SIZE(-8), TN_METHODS(methods),
             TN_EXEC(NULL), TN_EXEC(exec), TN_INTERPRETERS(7), {77, 0, 0, {.i = 0}});
