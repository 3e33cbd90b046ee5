/* SPDX-License-Identifier: Apache-2.0 */
/* Has thread-local variables that every thread has from its start, of which a process has room for
 * few. cc-flags: -ftls-model=initial-exec */
#include <tenon.h>

static _Thread_local int64_t numbers[64];

static int64_t next(void) { return ++numbers[0]; }

static const TnMethod methods[] = {TN_TYPED("next", next, "() -> i64", NULL), TN_METHODS_END};

TENON_MODULE(early_locals, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
