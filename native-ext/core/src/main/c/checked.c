/* SPDX-License-Identifier: Apache-2.0 */
/* The table for modules that run with checks: each call may be made to fail, and contexts whose
 * call or instance has ended are noticed. */
#include "platform.h"

/* Keeps where a checked function was called: by a function of the headers, unless the compiler has
 * put that into its caller. */
__attribute__((noinline)) static void note_callers(TnContext *cx) {
    enum { OWN = 2 }; /* this function and the checked one */
    HostContext *host = (HostContext *)cx;
    void *frames[OWN + HOST_CALLERS];
    int count = tenon_return_addresses(frames, OWN + HOST_CALLERS);
    for (int index = 0; index < HOST_CALLERS; index++) {
        host->callers[index] = OWN + index < count ? (int64_t)(intptr_t)frames[OWN + index] : 0;
    }
}

/* Whether a call must not be made. What makes a call is kept in the context, so that a report can
 * name the C function. */
static int is_refused(TnContext *cx, const char *function) {
    HostContext *host = (HostContext *)cx;
    if (host->has_ended == HOST_CALL_ENDED) {
        /* The instance lives and reports it. */
        TnValue frame[1] = {tn_str(function)};
        (void)tenon_host_call((int64_t)(intptr_t)cx, HOST_STALE, (int64_t)(intptr_t)frame, 1);
        return 1;
    }
    if (host->has_ended) {
        (void)fprintf(stderr,
                      "tenon: check: %s() was given the context of a module instance that has "
                      "ended\n",
                      function);
        return 1;
    }
    if (host->calls_to_fail > 0 && --host->calls_to_fail == 0) {
        char message[96];
        (void)snprintf(message, sizeof message, "%s() was made to fail by the checks", function);
        (void)tenon_error_first(cx, TN_MEMORY_ERROR, message);
        return 1;
    }
    return 0;
}

#define CHECKED(entry, function, refused, type, parameters, arguments)                             \
    static type checked_##entry parameters {                                                       \
        note_callers(cx);                                                                          \
        return is_refused(cx, function) ? (refused) : tenon_host_api.entry arguments;              \
    }

CHECKED(alloc, "tn_alloc", NULL, void *, (TnContext * cx, size_t size), (cx, size))
CHECKED(attribute_get, "tn_get", -1, int32_t,
        (TnContext * cx, const TnValue *object, const char *name, TnValue *value),
        (cx, object, name, value))
CHECKED(attribute_set, "tn_set", -1, int32_t,
        (TnContext * cx, const TnValue *object, const char *name, const TnValue *value),
        (cx, object, name, value))
CHECKED(attribute_delete, "tn_delete", -1, int32_t,
        (TnContext * cx, const TnValue *object, const char *name), (cx, object, name))
CHECKED(import_module, "tn_import", -1, int32_t,
        (TnContext * cx, const char *name, TnValue *module), (cx, name, module))
CHECKED(call, "tn_call", -1, int32_t,
        (TnContext * cx, const TnValue *callable, const TnValue *args, size_t nargs,
         TnValue *result),
        (cx, callable, args, nargs, result))
CHECKED(hold, "tn_hold", -1, int32_t, (TnContext * cx, const TnValue *object, TnValue *held),
        (cx, object, held))
CHECKED(write, "tn_write", -1, int32_t,
        (TnContext * cx, uint32_t stream, const void *bytes, size_t length),
        (cx, stream, bytes, length))
CHECKED(flush, "tn_flush", -1, int32_t, (TnContext * cx, uint32_t stream), (cx, stream))
CHECKED(warn, "tn_warn", -1, int32_t, (TnContext * cx, uint32_t category, const char *message),
        (cx, category, message))
CHECKED(self, "tn_self", -1, int32_t, (TnContext * cx, TnValue *module), (cx, module))
CHECKED(view_new, "tn_view_new", NULL, TnView *, (TnContext * cx), (cx))

/* Cleaning up is never made to fail. */
static int32_t checked_release(TnContext *cx, const TnValue *held) {
    note_callers(cx);
    return ((HostContext *)cx)->has_ended ? is_refused(cx, "tn_release") - 2
                                          : tenon_host_api.release(cx, held);
}

/* The function of the headers that asks for an operation. */
static const char *function_of(uint32_t operation) {
#define FUNCTION_OF(name, number, function)                                                        \
    case number:                                                                                   \
        return #function;
    switch (operation) {
        TN_OPERATIONS(FUNCTION_OF)
    default:
        return "tn_request";
    }
#undef FUNCTION_OF
}

static int32_t checked_request(TnContext *cx, uint32_t operation, TnValue *frame, size_t count) {
    int may_be_refused = ((HostContext *)cx)->has_ended || !tenon_works_while_pending(operation);
    note_callers(cx);
    return may_be_refused && is_refused(cx, function_of(operation))
               ? -1
               : tenon_host_api.request(cx, operation, frame, count);
}

static int32_t checked_error_set(TnContext *cx, uint32_t kind, const char *message, size_t length) {
    note_callers(cx);
    return ((HostContext *)cx)->has_ended ? is_refused(cx, "tn_error") - 2
                                          : tenon_host_api.error_set(cx, kind, message, length);
}

static uint32_t checked_error_get(TnContext *cx, TnValue *message) {
    return tenon_host_api.error_get(cx, message);
}

static void checked_error_clear(TnContext *cx) { tenon_host_api.error_clear(cx); }

static int32_t checked_capability(TnContext *cx, const char *name, uint32_t *version) {
    return tenon_host_api.capability(cx, name, version);
}

const TnApi tenon_checked_api = {
    .size = sizeof(TnApi),
    .abi = TENON_ABI,
    .error_set = checked_error_set,
    .error_get = checked_error_get,
    .error_clear = checked_error_clear,
    .alloc = checked_alloc,
    .attribute_get = checked_attribute_get,
    .attribute_set = checked_attribute_set,
    .attribute_delete = checked_attribute_delete,
    .import_module = checked_import_module,
    .call = checked_call,
    .hold = checked_hold,
    .release = checked_release,
    .write = checked_write,
    .flush = checked_flush,
    .warn = checked_warn,
    .capability = checked_capability,
    .self = checked_self,
    .request = checked_request,
    .view_new = checked_view_new,
};
