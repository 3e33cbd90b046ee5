/* SPDX-License-Identifier: Apache-2.0 */
/* Functions and a method that ask for the state of a module which declares none. */
#include <tenon.h>

static int64_t next(int64_t *count) { return ++*count; }
static int64_t twice(int64_t value) { return 2 * value; }

static const TnMethod methods[] = {
    TN_TYPED("twice", twice, "(i64) -> i64", NULL),
    TN_TYPED("next", next, "(state) -> i64", NULL),
    TN_METHODS_END,
};

TENON_MODULE(state_without_size, TN_METHODS(methods));
