/* SPDX-License-Identifier: Apache-2.0 */
/* Tables without the entry that ends them, one in each module. cc-flags: -g */
#include <tenon.h>

static int64_t next(int64_t number) { return number + 1; }
static int64_t own(const int64_t *self) { return *self; }
static int32_t get(TnContext *cx, void *self, TnValue *value) {
    (void)cx;
    (void)self;
    (void)value;
    return 0;
}

static const TnMethod methods[] = {TN_TYPED("next", next, "(i64) -> i64", NULL),
                                   TN_TYPED("again", next, "(i64) -> i64", NULL)};
TENON_MODULE(no_methods_end, TN_METHODS(methods));

static const TnConstant constants[] = {TN_INT_CONSTANT("one", 1), TN_STR_CONSTANT("two", "2")};
TENON_MODULE(no_constants_end, TN_CONSTANTS(constants));

static const TnDeprecated deprecated[] = {TN_DEPRECATED_NAME("old", "next", NULL)};
TENON_MODULE(no_deprecated_end, TN_DEPRECATED(deprecated));

static const char *const submodules[] = {"one", "two", "three"};
TENON_MODULE(no_submodules_end, TN_SUBMODULES(submodules));

static const TnProperty properties[] = {{"value", NULL, get, NULL}};
static const TnResourceType with_properties = {
    sizeof(TnResourceType), 0, "Type", NULL, NULL, properties, NULL};
static const TnResourceType *const ended[] = {&with_properties, NULL};
TENON_MODULE(no_properties_end, TN_RESOURCES(ended));

static const TnMethod type_methods[] = {TN_TYPED("own", own, "(self) -> i64", NULL)};
static const TnResourceType with_methods = {sizeof(TnResourceType), 0,    "Type", NULL,
                                            type_methods,           NULL, NULL};
static const TnResourceType *const also_ended[] = {&with_methods, NULL};
TENON_MODULE(no_type_methods_end, TN_RESOURCES(also_ended));

static const TnResourceType plain = {sizeof(TnResourceType), 0, "Type", NULL, NULL, NULL, NULL};
static const TnResourceType *const types[] = {&plain};
TENON_MODULE(no_resources_end, TN_RESOURCES(types));
