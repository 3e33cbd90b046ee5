/* SPDX-License-Identifier: Apache-2.0 */
/* A later version of upgradable_1 that cannot take the state over. */
#include <tenon.h>

static int64_t next(int64_t *state) { return *state = -1; }

static int32_t upgrade(TnContext *cx) {
    *(int64_t *)cx->state = 1000;
    return tn_error(cx, TN_VALUE_ERROR, "unknown state");
}

static const TnConstant constants[] = {TN_INT_CONSTANT("version", 3), TN_CONSTANTS_END};
static const TnMethod methods[] = {TN_TYPED("next", next, "(state) -> i64", NULL), TN_METHODS_END};

TENON_MODULE(upgradable, TN_STATE_SIZE(sizeof(int64_t)), TN_STATE_VERSION(3), TN_METHODS(methods),
             TN_CONSTANTS(constants), TN_UPGRADE(upgrade));
