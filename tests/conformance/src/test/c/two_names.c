/* SPDX-License-Identifier: Apache-2.0 */
/* Implements what users import from `facade` (MAIN-10 to MAIN-12). */
#include <tenon.h>

static const TnResourceType type = {sizeof(TnResourceType), 0, "Thing", NULL, NULL, NULL, NULL};
static const TnResourceType *const types[] = {&type, NULL};

static int32_t thing(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)args, (void)nargs;
    return tn_resource_new(cx, &type, NULL, result);
}

static int32_t made(TnContext *cx, void *data, const TnValue *args, size_t nargs, TnValue *result) {
    (void)cx, (void)data, (void)args, (void)nargs, (void)result;
    return 0;
}

static int32_t attribute(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    if (nargs != 2) {
        return tn_error(cx, TN_TYPE_ERROR, "attribute() takes two arguments");
    }
    return tn_object_get(cx, &args[0], args[1].as.s, result);
}

static int32_t set_attribute(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)nargs, (void)result;
    return tn_object_set(cx, &args[0], args[1].as.s, args[2]);
}

static int32_t raise_own(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)nargs, (void)result;
    return tn_raise(cx, &args[0], "of its own");
}

static int32_t exec(TnContext *cx) {
    static const TnFunctionSpec spec = {"made", NULL, made, NULL, NULL};
    TnValue error, function;
    return tn_error_type(cx, "OwnError", TN_VALUE_ERROR, &error) != 0 ||
                   tn_add_object(cx, "OwnError", &error) != 0 ||
                   tn_function_new(cx, &spec, &function) != 0 ||
                   tn_add_object(cx, "made", &function) != 0
               ? -1
               : 0;
}

static const TnMethod methods[] = {TN_DYNAMIC("thing", thing, NULL),
                                   TN_DYNAMIC("attribute", attribute, NULL),
                                   TN_DYNAMIC("set_attribute", set_attribute, NULL),
                                   TN_DYNAMIC("raise_own", raise_own, NULL), TN_METHODS_END};

TENON_MODULE(two_names, TN_IMPORT_NAME("facade"), TN_METHODS(methods), TN_RESOURCES(types),
             TN_EXEC(exec));
