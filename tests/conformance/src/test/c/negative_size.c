/* SPDX-License-Identifier: Apache-2.0 */
/* A negative state size and a create slot that must not be called (DEF-05). */
#include <stdlib.h>
#include <tenon.h>

static int32_t create(TnContext *cx, const TnValue *spec, TnValue *module) {
    (void)cx;
    (void)spec;
    (void)module;
    abort();
}

TENON_MODULE(negative_size, TN_STATE_SIZE(-1), TN_CREATE(create));
