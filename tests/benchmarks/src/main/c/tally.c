/* SPDX-License-Identifier: Apache-2.0 */
/* A module that keeps a sum in its state and is entered by one thread at a time. */
#include <tenon.h>

typedef struct {
    int64_t sum;
} Tally;

static int64_t tally_add(Tally *tally, int64_t number) { return tally->sum += number; }

static const TnMethod tally_methods[] = {
    TN_TYPED("add", tally_add, "(state, i64) -> i64", "Adds to the sum and returns it."),
    TN_METHODS_END};

TENON_MODULE(tally, TN_STATE_SIZE(sizeof(Tally)), TN_METHODS(tally_methods),
             TN_INTERPRETERS(TN_ISOLATED));
