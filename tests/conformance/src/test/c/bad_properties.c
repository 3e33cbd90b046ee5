/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of properties with faults: no function, no code, twice the same name, no end. */
#include <tenon.h>

static int32_t get(TnContext *cx, void *self, TnValue *value) {
    (void)cx;
    (void)self;
    (void)value;
    return 0;
}

static int64_t one(void) { return 1; }

static const TnMethod methods[] = {TN_TYPED("twice", one, "() -> i64", NULL), TN_METHODS_END};

static const TnModuleProperty table[] = {
    TN_PROPERTY("no_getter", NULL, NULL, NULL, NULL),
    TN_PROPERTY("wild", get, (TnSetter)16, (TnDeleter)24, NULL),
    TN_PROPERTY("twice", get, NULL, NULL, NULL), TN_PROPERTY("__dict__", get, NULL, NULL, NULL),
    TN_MODULE_PROPERTIES_END};

TENON_MODULE(bad_properties, TN_METHODS(methods), TN_PROPERTIES(table), TN_CALL((TnFunction)32));
