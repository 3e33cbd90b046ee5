/* SPDX-License-Identifier: Apache-2.0 */
/* Types of resources with one fault of each kind, all of which must be reported with those of the
 * module. */
#include <stdlib.h>
#include <tenon.h>

static int64_t one(void) { return 1; }

static int32_t bound(TnContext *cx, void *self, const TnValue *args, size_t nargs,
                     TnValue *result) {
    (void)cx, (void)self, (void)args, (void)nargs, (void)result;
    abort();
}

static int32_t get(TnContext *cx, void *self, TnValue *value) {
    (void)cx, (void)self, (void)value;
    abort();
}

static const TnMethod faulty_methods[] = {TN_TYPED("no_self", one, "(i64) -> i64", NULL),
                                          TN_TYPED("late_self", one, "(i64, self) -> i64", NULL),
                                          TN_TYPED("no_type", one, "(self, i65) -> i64", NULL),
                                          TN_TYPED("no_function", NULL, "(self) -> i64", NULL),
                                          TN_BOUND_WITH("keywords", bound, TN_KEYWORDS, NULL),
                                          TN_BOUND_WITH("unknown_flag", bound, 1024, NULL),
                                          TN_BOUND("not an identifier", bound, NULL),
                                          TN_BOUND("twice", bound, NULL),
                                          TN_METHODS_END};
static const TnProperty faulty_properties[] = {
    {"twice", NULL, get, NULL}, {"write_only", NULL, NULL, NULL}, TN_PROPERTIES_END};
static const TnResourceType faulty = {sizeof(TnResourceType), 2,   "Faulty", NULL, faulty_methods,
                                      faulty_properties,      NULL};
static const TnResourceType small = {8, 0, "Small", NULL, NULL, NULL, NULL};
static const TnResourceType wild_methods = {sizeof(TnResourceType), 0,    "Wild", NULL,
                                            (const TnMethod *)16,   NULL, NULL};
static const TnResourceType *const types[] = {&faulty, &small, &wild_methods,
                                              (const TnResourceType *)32, NULL};

static const TnMethod methods[] = {TN_TYPED("with_self", one, "(self) -> i64", NULL),
                                   TN_METHODS_END};

TENON_MODULE(bad_resources, TN_METHODS(methods), TN_STATE_SIZE(-8), TN_RESOURCES(types));

/* The same type where no descriptor lists it: it is checked when it is first used. */
static int32_t make(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)args, (void)nargs;
    return tn_resource_new(cx, &faulty, cx, result);
}

static const TnMethod unlisted_methods[] = {TN_DYNAMIC("make", make, NULL), TN_METHODS_END};

TENON_MODULE(unlisted, TN_METHODS(unlisted_methods));
