/* SPDX-License-Identifier: Apache-2.0 */
/* Counts in a variable of the process, although it says that it is isolated. */
#include <tenon.h>

static int64_t count;

static int64_t counter_next(void) { return ++count; }

static const TnMethod counter_methods[] = {TN_TYPED("next", counter_next, "() -> i64", "Counts."),
                                           TN_METHODS_END};

TENON_MODULE(static_counter, TN_METHODS(counter_methods), TN_INTERPRETERS(TN_ISOLATED));
