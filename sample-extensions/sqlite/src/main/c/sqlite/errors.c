/* SPDX-License-Identifier: Apache-2.0 */
#include "errors.h"

int32_t errors_programming(TnContext *cx, const char *message) {
    const State *state = cx->state;
    return tn_raise(cx, &state->programming_error, message);
}

int32_t errors_raise(TnContext *cx, sqlite3 *database, int code) {
    const State *state = cx->state;
    char message[480];
    if (tn_failed(cx)) {
        return -1;
    }
    if ((code & 0xFF) == SQLITE_NOMEM) {
        return tn_error(cx, TN_MEMORY_ERROR, "sqlite: out of memory");
    }
    (void)snprintf(message, sizeof message, "%.400s (code %d)",
                   database == NULL ? sqlite3_errstr(code) : sqlite3_errmsg(database), code);
    return tn_raise(cx,
                    (code & 0xFF) == SQLITE_CONSTRAINT ? &state->integrity_error
                                                       : &state->operational_error,
                    message);
}

static int32_t add(TnContext *cx, const char *name, uint32_t base, TnValue *held) {
    TnValue type;
    return tn_error_type(cx, name, base, &type) != 0 || tn_set(cx, name, type) != 0
               ? -1
               : tn_hold(cx, &type, held);
}

int32_t errors_add(TnContext *cx) {
    State *state = cx->state;
    return add(cx, "IntegrityError", TN_VALUE_ERROR, &state->integrity_error) != 0 ||
                   add(cx, "OperationalError", TN_RUNTIME_ERROR, &state->operational_error) != 0
               ? -1
               : add(cx, "ProgrammingError", TN_RUNTIME_ERROR, &state->programming_error);
}

static int32_t release(TnContext *cx, TnValue *held) {
    TnValue value = *held;
    *held = tn_none();
    return value.kind == TN_NONE ? 0 : tn_release(cx, &value);
}

int32_t errors_release(TnContext *cx) {
    State *state = cx->state;
    return release(cx, &state->integrity_error) | release(cx, &state->operational_error) |
           release(cx, &state->programming_error);
}
