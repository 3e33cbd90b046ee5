/* SPDX-License-Identifier: Apache-2.0 */
/* Has a create slot, so that it cannot be run as the main program (MAIN-03). */
#include <stdlib.h>
#include <tenon.h>

static int32_t create(TnContext *cx, const TnValue *spec, TnValue *module) {
    (void)cx;
    (void)spec;
    (void)module;
    abort();
}

TENON_MODULE(create_and_main, TN_CREATE(create));
