/* SPDX-License-Identifier: Apache-2.0 */
/* Calls of the C API that no module should make, each under a name: attempt(name) makes one, and
 * names() lists them. What a module points to is its own affair; what the API can see to be wrong
 * is an error. */
#include <stdlib.h>
#include <string.h>
#include <tenon.h>

#define ARGUMENTS TnContext *cx, const TnValue *args, size_t nargs, TnValue *result

#define WILD ((void *)(intptr_t)0x123456789000)
static const size_t huge = (size_t)1 << 50;

static int32_t nothing(TnContext *cx, void *data, const TnValue *args, size_t nargs,
                       TnValue *result) {
    (void)cx;
    (void)data;
    (void)args;
    (void)nargs;
    (void)result;
    return 0;
}

static int32_t new_function(TnContext *cx, const char *name, const char *doc,
                            TnBoundFunction function, TnDestructor destroy) {
    TnFunctionSpec spec = {name, doc, function, NULL, destroy};
    TnValue made;
    return tn_function_new(cx, &spec, &made);
}

static int32_t request_with(TnContext *cx, uint32_t operation, TnValue value) {
    return tn_request(cx, operation, &value, 1, NULL);
}

static void *wild(void) { return WILD; }

static TnBoundFunction wild_function(void) {
    TnBoundFunction function;
    void *place = wild();
    memcpy(&function, &place, sizeof function);
    return function;
}

static TnDestructor wild_destructor(void) {
    TnDestructor function;
    void *place = wild();
    memcpy(&function, &place, sizeof function);
    return function;
}

static TnExitHook wild_hook(void) {
    TnExitHook function;
    void *place = wild();
    memcpy(&function, &place, sizeof function);
    return function;
}

static const TnResourceType plain = {sizeof(TnResourceType), 0, "Plain", NULL, NULL, NULL, NULL};
static const TnResourceType nameless = {sizeof(TnResourceType), 0, NULL, NULL, NULL, NULL, NULL};
static const TnResourceType short_type = {3, 0, "Short", NULL, NULL, NULL, NULL};

static TnValue of_kind(uint32_t kind) {
    TnValue value = tn_none();
    value.kind = kind;
    value.length = 7;
    value.as.i = 7;
    return value;
}

static TnValue long_null(uint32_t kind) {
    TnValue value = of_kind(kind);
    value.as.p = NULL;
    return value;
}

/* The text is wild and as long as can be. */
static TnValue long_wild(uint32_t kind) {
    TnValue value = of_kind(kind);
    value.length = 0x7fffffff;
    value.as.p = WILD;
    return value;
}

static int32_t list_with(TnContext *cx, TnValue value) {
    TnValue list;
    return tn_list(cx, &value, 1, &list);
}

static int32_t repr_of_many(TnContext *cx, size_t count) {
    TnValue list, text;
    if (tn_list(cx, NULL, 0, &list) != 0) {
        return -1;
    }
    for (size_t each = 0; each < count; each++) {
        if (tn_append(cx, &list, list) != 0) {
            return -1;
        }
    }
    return tn_repr(cx, &list, &text);
}

static int32_t list_in_itself(TnContext *cx, TnValue *list) {
    return tn_list(cx, NULL, 0, list) != 0 || tn_append(cx, list, *list) != 0 ? -1 : 0;
}

static int32_t equal_endless(TnContext *cx) {
    TnValue one, other;
    return list_in_itself(cx, &one) != 0 || list_in_itself(cx, &other) != 0
               ? -1
               : tn_equal(cx, &one, &other);
}

static int32_t key_endless(TnContext *cx) {
    TnValue list, map;
    return list_in_itself(cx, &list) != 0 || tn_map(cx, &map) != 0
               ? -1
               : tn_item_set(cx, &map, list, tn_int(1));
}

static int32_t contains_endless(TnContext *cx) {
    TnValue one, other, outer;
    return list_in_itself(cx, &one) != 0 || list_in_itself(cx, &other) != 0 ||
                   tn_list(cx, &one, 1, &outer) != 0
               ? -1
               : tn_contains(cx, &outer, other);
}

static int32_t call_self(TnContext *cx, const char *name, TnValue value) {
    return tn_call_method(cx, NULL, name, &value, 1, NULL);
}

#define ATTEMPTS(A)                                                                                \
    A(error_kind_0, tn_error(cx, 0, "text"))                                                       \
    A(error_kind_unknown, tn_error(cx, 4711, "text"))                                              \
    A(error_kind_wild, tn_error(cx, 0xffffffff, NULL))                                             \
    A(alloc_huge, tn_alloc(cx, huge) == NULL ? -1 : 0)                                             \
    A(alloc_most, tn_alloc(cx, SIZE_MAX) == NULL ? -1 : 0)                                         \
    A(set_null, tn_set(cx, NULL, tn_int(1)))                                                       \
    A(set_unknown_kind, tn_set(cx, "x", of_kind(99)))                                              \
    A(set_null_text, tn_set(cx, "x", long_null(TN_STR)))                                           \
    A(set_null_bytes, tn_set(cx, "x", long_null(TN_BYTES)))                                        \
    A(set_long_text, tn_set(cx, "x", long_wild(TN_STR)))                                           \
    A(set_long_bytes, tn_set(cx, "x", long_wild(TN_BYTES)))                                        \
    A(set_stale_object, tn_set(cx, "x", of_kind(TN_OBJECT)))                                       \
    A(add_bytes_huge, tn_add_bytes(cx, "x", "abc", huge))                                          \
    A(get_null, tn_get(cx, NULL, result))                                                          \
    A(get_into_null, tn_get(cx, "names", NULL))                                                    \
    A(delete_null, tn_delete(cx, NULL))                                                            \
    A(has_null, tn_has(cx, NULL))                                                                  \
    A(self_null, tn_self(cx, NULL))                                                                \
    A(import_null, tn_import(cx, NULL, result))                                                    \
    A(import_into_null, tn_import(cx, "hostile", NULL))                                            \
    A(import_no_text, tn_import(cx, "\xff\xfe", result))                                           \
    A(object_get_none, tn_object_get(cx, &args[0], NULL, result))                                  \
    A(object_set_null, tn_object_set(cx, &args[0], NULL, tn_int(1)))                               \
    A(object_delete_null, tn_object_delete(cx, &args[0], NULL))                                    \
    A(call_null, tn_call(cx, NULL, NULL, 0, result))                                               \
    A(call_into_null, tn_call(cx, &args[0], NULL, 0, NULL))                                        \
    A(call_null_arguments, tn_call(cx, &args[0], NULL, 3, result))                                 \
    A(call_huge, tn_call(cx, &args[0], args, huge, result))                                        \
    A(call_wild, tn_call(cx, &args[0], WILD, 1 << 20, result))                                     \
    A(call_text, tn_call(cx, &args[0], NULL, 0, result))                                           \
    A(call_method_null, tn_call_method(cx, NULL, NULL, NULL, 0, result))                           \
    A(call_method_huge, tn_call_method(cx, NULL, "names", args, huge, result))                     \
    A(call_keywords_null, tn_call_keywords(cx, NULL, NULL, NULL, result))                          \
    A(hold_null, tn_hold(cx, NULL, result))                                                        \
    A(hold_into_null, tn_hold(cx, &args[0], NULL))                                                 \
    A(release_null, tn_release(cx, NULL))                                                          \
    A(release_other, tn_release(cx, &args[0]))                                                     \
    A(write_null, tn_write(cx, TN_STDOUT, NULL, 3))                                                \
    A(write_huge, tn_write(cx, TN_STDOUT, "abc", huge))                                            \
    A(write_most, tn_write(cx, TN_STDOUT, "abc", SIZE_MAX))                                        \
    A(write_wild, tn_write(cx, TN_STDOUT, WILD, 1 << 21))                                          \
    A(write_stream_0, tn_write(cx, 0, "abc", 3))                                                   \
    A(write_stream_9, tn_write(cx, 9, "abc", 3))                                                   \
    A(flush_stream_9, tn_flush(cx, 9))                                                             \
    A(writef_null, tn_writef(cx, TN_STDOUT, NULL))                                                 \
    A(warn_null, tn_warn(cx, TN_USER_WARNING, NULL))                                               \
    A(warn_unknown, tn_warn(cx, 77, "text"))                                                       \
    A(request_stale, request_with(cx, 15, tn_int(-1)))                                             \
    A(request_attach, tn_request(cx, 12, frame, 1, NULL))                                          \
    A(request_detach, tn_request(cx, 13, frame, 1, NULL))                                          \
    A(request_thread_end, tn_request(cx, 14, frame, 1, NULL))                                      \
    A(request_call, tn_request(cx, 5, frame, 1, NULL))                                             \
    A(request_zero, tn_request(cx, 0, frame, 1, NULL))                                             \
    A(request_unknown, tn_request(cx, 9999, frame, 1, NULL))                                       \
    A(request_null, cx->api->request(cx, TN_OP_REPR, NULL, 2))                                     \
    A(request_short, cx->api->request(cx, TN_OP_REPR, frame, 1))                                   \
    A(request_huge, cx->api->request(cx, TN_OP_REPR, frame, huge))                                 \
    A(traits_null, tn_traits(cx, &args[0], NULL))                                                  \
    A(list_null, tn_list(cx, NULL, 3, result))                                                     \
    A(list_huge, tn_list(cx, args, huge, result))                                                  \
    A(list_most, tn_list(cx, args, SIZE_MAX, result))                                              \
    A(list_wild, tn_list(cx, WILD, 1 << 20, result))                                               \
    A(list_unknown_kind, list_with(cx, of_kind(8)))                                                \
    A(length_none, tn_length(cx, NULL) < 0 ? -1 : 0)                                               \
    A(item_get_null, tn_item_get(cx, NULL, tn_int(0), result))                                     \
    A(item_set_null, tn_item_set(cx, NULL, tn_int(0), tn_int(0)))                                  \
    A(item_delete_null, tn_item_delete(cx, NULL, tn_int(0)))                                       \
    A(append_null, tn_append(cx, NULL, tn_int(0)))                                                 \
    A(contains_null, tn_contains(cx, NULL, tn_int(0)))                                             \
    A(iterate_null, tn_iterate(cx, NULL, result))                                                  \
    A(next_null, tn_next(cx, NULL, result))                                                        \
    A(error_restore_text, tn_error_restore(cx, &args[0]))                                          \
    A(error_chain_null, tn_error_chain(cx, NULL))                                                  \
    A(error_type_null, tn_error_type(cx, NULL, TN_VALUE_ERROR, result))                            \
    A(error_type_unknown, tn_error_type(cx, "E", 4711, result))                                    \
    A(raise_null, tn_raise(cx, NULL, "text"))                                                      \
    A(raise_text, tn_raise(cx, &args[0], "text"))                                                  \
    A(at_exit_null, tn_at_exit(cx, NULL, NULL))                                                    \
    A(at_exit_wild, tn_at_exit(cx, wild_hook(), NULL))                                             \
    A(state_version_null, tn_state_version(cx, NULL))                                              \
    A(function_null, tn_function_new(cx, NULL, result))                                            \
    A(function_wild, tn_function_new(cx, WILD, result))                                            \
    A(function_wild_name, new_function(cx, WILD, NULL, nothing, NULL))                             \
    A(function_wild_doc, new_function(cx, "f", WILD, nothing, NULL))                               \
    A(function_no_code, new_function(cx, "f", NULL, NULL, NULL))                                   \
    A(function_wild_code, new_function(cx, "f", NULL, wild_function(), NULL))                      \
    A(function_wild_destroy, new_function(cx, "f", NULL, nothing, wild_destructor()))              \
    A(resource_null, tn_resource_new(cx, NULL, cx, result))                                        \
    A(resource_wild, tn_resource_new(cx, WILD, cx, result))                                        \
    A(resource_nameless, tn_resource_new(cx, &nameless, cx, result))                               \
    A(resource_short, tn_resource_new(cx, &short_type, cx, result))                                \
    A(resource_get_null, tn_resource_get(cx, &args[0], &plain, NULL))                              \
    A(resource_get_none, tn_resource_get(cx, NULL, &plain, &pointer))                              \
    A(resource_get_wild, tn_resource_get(cx, &args[0], WILD, &pointer))                            \
    A(resource_close_null, tn_resource_close(cx, NULL))                                            \
    A(resource_self, tn_resource_self(cx, result))                                                 \
    A(buffer_null, tn_buffer_acquire(cx, &args[0], TN_BUFFER_READ, NULL))                          \
    A(buffer_none, tn_buffer_acquire(cx, NULL, TN_BUFFER_READ, &buffer))                           \
    A(buffer_mode, tn_buffer_acquire(cx, &args[1], 77, &buffer))                                   \
    A(buffer_release_null, tn_buffer_release(cx, NULL))                                            \
    A(buffer_release_wild, tn_buffer_release(cx, &strange))                                        \
    A(repr_endless, repr_of_many(cx, 1 << 16))                                                     \
    A(equal_endless, equal_endless(cx))                                                            \
    A(key_endless, key_endless(cx))                                                                \
    A(contains_endless, contains_endless(cx))                                                      \
    A(recurse_by_call, call_self(cx, "attempt", tn_str("recurse_by_call")))                        \
    A(recurse_by_property, tn_get(cx, "endless", result))

static const char *const names_of_all[] = {
#define NAME(label, call) #label,
    ATTEMPTS(NAME)
#undef NAME
};

static int32_t names(ARGUMENTS) {
    size_t count = sizeof names_of_all / sizeof names_of_all[0];
    (void)args;
    (void)nargs;
    if (tn_list(cx, NULL, 0, result) != 0) {
        return -1;
    }
    for (size_t each = 0; each < count; each++) {
        if (tn_append(cx, result, tn_str(names_of_all[each])) != 0) {
            return -1;
        }
    }
    return 0;
}

static int32_t attempt(ARGUMENTS) {
    TnValue frame[1] = {tn_none()};
    TnBuffer buffer = {NULL, 0, 0, 0, 0, 0, {0, 0, {0}}};
    TnBuffer strange = buffer;
    void *pointer = NULL;
    (void)nargs;
    (void)pointer;
    strange.owner = of_kind(TN_OBJECT);
#define TRY(label, call)                                                                           \
    if (strcmp(args[0].as.s, #label) == 0) {                                                       \
        int32_t status = (int32_t)(call);                                                          \
        *result = tn_int(status);                                                                  \
        return status < 0 ? -1 : 0;                                                                \
    }
    ATTEMPTS(TRY)
#undef TRY
    return tn_error(cx, TN_KEY_ERROR, "no such attempt");
}

static int32_t get_endless(TnContext *cx, void *self, TnValue *value) {
    (void)self;
    return tn_get(cx, "endless", value);
}

static const TnMethod methods[] = {TN_DYNAMIC("names", names, NULL),
                                   TN_DYNAMIC("attempt", attempt, NULL), TN_METHODS_END};

static const TnModuleProperty properties[] = {TN_PROPERTY("endless", get_endless, NULL, NULL, NULL),
                                              TN_MODULE_PROPERTIES_END};

TENON_MODULE(hostile, TN_METHODS(methods), TN_PROPERTIES(properties));
