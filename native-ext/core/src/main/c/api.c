/* SPDX-License-Identifier: Apache-2.0 */
/* The table of functions that extensions call. What needs no Java is done here. */
#include <string.h>

#include "platform.h"

HostCall tenon_host_call;

/* What is longer than MANY is looked at before it is followed. */
enum { MANY = 1 << 20, MAX_WRITE = 1 << 24 };

static int32_t ask(TnContext *cx, int64_t operation, TnValue *frame, size_t count) {
    if (((HostContext *)cx)->has_ended && tenon_context_has_ended(cx)) {
        return -1;
    }
    return (int32_t)tenon_thread_ask(cx, operation, frame, count);
}

/* Whether a call into the host has to be left out, because an error is set already. */
static int is_pending(const TnContext *cx) { return cx->pending != 0; }

static int32_t null_argument(TnContext *cx, const char *function, const char *parameter) {
    char message[64];
    (void)snprintf(message, sizeof message, "%s() was given NULL as its %s", function, parameter);
    return tenon_error_first(cx, TN_TYPE_ERROR, message);
}

static TnValue object_or_self(const TnValue *object) {
    return object == NULL ? tn_none() : *object;
}

static int32_t error_set(TnContext *cx, uint32_t kind, const char *message, size_t length) {
    return tenon_context_has_ended(cx)
               ? -1
               : (int32_t)tenon_host_error_set((int64_t)(intptr_t)cx, kind,
                                               (int64_t)(intptr_t)message, (int64_t)length);
}

static uint32_t error_get(TnContext *cx, TnValue *message) {
    const HostContext *host = (const HostContext *)cx;
    if (message != NULL) {
        *message = host->error_message == NULL
                       ? tn_none()
                       : tn_str_n(host->error_message, (size_t)host->error_length);
    }
    return (uint32_t)host->error_kind;
}

static void error_clear(TnContext *cx) {
    if (!tenon_context_has_ended(cx)) {
        tenon_error_drop((HostContext *)cx);
    }
}

static int32_t attribute_get(TnContext *cx, const TnValue *object, const char *name,
                             TnValue *value) {
    if (is_pending(cx)) {
        return -1;
    }
    if (name == NULL || value == NULL) {
        return null_argument(cx, "tn_get", name == NULL ? "name" : "value");
    }
    TnValue frame[3] = {object_or_self(object), tn_str(name), tn_none()};
    int32_t status = ask(cx, HOST_ATTRIBUTE_GET, frame, 3);
    *value = frame[2];
    return status;
}

static int32_t attribute_set(TnContext *cx, const TnValue *object, const char *name,
                             const TnValue *value) {
    if (is_pending(cx)) {
        return -1;
    }
    if (name == NULL || value == NULL) {
        return null_argument(cx, "tn_set", name == NULL ? "name" : "value");
    }
    TnValue frame[3] = {object_or_self(object), tn_str(name), *value};
    return ask(cx, HOST_ATTRIBUTE_SET, frame, 3);
}

static int32_t attribute_delete(TnContext *cx, const TnValue *object, const char *name) {
    if (is_pending(cx)) {
        return -1;
    }
    if (name == NULL) {
        return null_argument(cx, "tn_delete", "name");
    }
    TnValue frame[2] = {object_or_self(object), tn_str(name)};
    return ask(cx, HOST_ATTRIBUTE_DELETE, frame, 2);
}

static int32_t import_module(TnContext *cx, const char *name, TnValue *module) {
    if (is_pending(cx)) {
        return -1;
    }
    if (name == NULL || module == NULL) {
        return null_argument(cx, "tn_import", name == NULL ? "name" : "module");
    }
    TnValue frame[2] = {tn_str(name), tn_none()};
    int32_t status = ask(cx, HOST_IMPORT, frame, 2);
    *module = frame[1];
    return status;
}

static int32_t call(TnContext *cx, const TnValue *callable, const TnValue *args, size_t nargs,
                    TnValue *result) {
    if (is_pending(cx)) {
        return -1;
    }
    if (callable == NULL || result == NULL || (args == NULL && nargs != 0)) {
        return null_argument(cx, "tn_call",
                             callable == NULL ? "callable" : (result == NULL ? "result" : "args"));
    }
    TnValue frame[4] = {*callable, tn_int((int64_t)(intptr_t)args), tn_int((int64_t)nargs),
                        tn_none()};
    int32_t status = ask(cx, HOST_CALL, frame, 4);
    *result = frame[3];
    return status;
}

static int32_t hold(TnContext *cx, const TnValue *object, TnValue *held) {
    if (is_pending(cx)) {
        return -1;
    }
    if (object == NULL || held == NULL) {
        return null_argument(cx, "tn_hold", object == NULL ? "object" : "held");
    }
    TnValue frame[2] = {*object, tn_none()};
    int32_t status = ask(cx, HOST_HOLD, frame, 2);
    *held = frame[1];
    return status;
}

static int32_t release(TnContext *cx, const TnValue *held) {
    if (held == NULL) {
        return null_argument(cx, "tn_release", "held");
    }
    TnValue frame[1] = {*held};
    return ask(cx, HOST_RELEASE, frame, 1);
}

static int32_t write_bytes(TnContext *cx, uint32_t stream, const void *bytes, size_t length) {
    const char *next = bytes;
    if (bytes == NULL && length != 0) {
        return null_argument(cx, "tn_write", "bytes");
    }
    if (length > MANY && !is_pending(cx) && !tenon_is_readable(bytes, length)) {
        char message[128];
        (void)snprintf(message, sizeof message,
                       "tn_write(): %zu bytes at %p: expected memory of that length; check the "
                       "length that is passed",
                       length, bytes);
        return tenon_error_first(cx, TN_TYPE_ERROR, message);
    }
    while (length > 0) {
        size_t part = length < MAX_WRITE ? length : MAX_WRITE;
        TnValue frame[2] = {tn_int(stream), tn_bytes(next, part)};
        if (ask(cx, HOST_WRITE, frame, 2) != 0) {
            return -1;
        }
        next += part;
        length -= part;
    }
    return 0;
}

static int32_t flush(TnContext *cx, uint32_t stream) {
    TnValue frame[1] = {tn_int(stream)};
    return ask(cx, HOST_FLUSH, frame, 1);
}

static int32_t warn(TnContext *cx, uint32_t category, const char *message) {
    if (is_pending(cx)) {
        return -1;
    }
    if (message == NULL) {
        return null_argument(cx, "tn_warn", "message");
    }
    TnValue frame[2] = {tn_int(category), tn_str(message)};
    return ask(cx, HOST_WARN, frame, 2);
}

/* What this host offers, with its versions; "api" is the table itself. */
static const struct {
    const char *name;
    uint32_t version;
} capabilities[] = {{"api", TENON_ABI}, {"object", 2}, {"collection", 1}, {"exception", 1},
                    {"resource", 1},    {"buffer", 1}, {"thread", 1}};

static int32_t capability(TnContext *cx, const char *name, uint32_t *version) {
    (void)cx;
    uint32_t found = 0;
    for (size_t index = 0; index < sizeof capabilities / sizeof capabilities[0]; index++) {
        if (name != NULL && strcmp(name, capabilities[index].name) == 0) {
            found = capabilities[index].version;
        }
    }
    if (version != NULL) {
        *version = found;
    }
    return found != 0;
}

int tenon_works_while_pending(uint32_t operation) {
    return (operation >= TN_OP_ERROR_FETCH && operation <= TN_OP_ERROR_CHAIN) ||
           operation == TN_OP_BUFFER_RELEASE || operation == TN_OP_RESOURCE_CLOSE;
}

static int32_t request(TnContext *cx, uint32_t operation, TnValue *frame, size_t count) {
    if (is_pending(cx) && !tenon_works_while_pending(operation)) {
        return -1;
    }
    if (frame == NULL || count == 0) {
        return null_argument(cx, "tn_request", "frame");
    }
    if (operation < TN_OP_TYPE_NAME) {
        /* Those are the host library's own: Java trusts their frames. */
        char message[80];
        (void)snprintf(message, sizeof message,
                       "host operation %u is not for modules; see tenon/operation.h",
                       (unsigned)operation);
        return tenon_error_first(cx, TN_NOT_IMPLEMENTED_ERROR, message);
    }
    return ask(cx, operation, frame, count);
}

static int32_t self(TnContext *cx, TnValue *module) {
    if (is_pending(cx)) {
        return -1;
    }
    if (module == NULL) {
        return null_argument(cx, "tn_self", "module");
    }
    TnValue frame[1] = {tn_none()};
    int32_t status = ask(cx, HOST_SELF, frame, 1);
    *module = frame[0];
    return status;
}

const TnApi tenon_host_api = {
    .size = sizeof(TnApi),
    .abi = TENON_ABI,
    .error_set = error_set,
    .error_get = error_get,
    .error_clear = error_clear,
    .alloc = tenon_call_alloc,
    .attribute_get = attribute_get,
    .attribute_set = attribute_set,
    .attribute_delete = attribute_delete,
    .import_module = import_module,
    .call = call,
    .hold = hold,
    .release = release,
    .write = write_bytes,
    .flush = flush,
    .warn = warn,
    .capability = capability,
    .self = self,
    .request = request,
    .view_new = tenon_view_new,
};
