/* SPDX-License-Identifier: Apache-2.0 */
#include "progress.h"

#include <limits.h>

#include "values.h"

/* SQLite calls this inside of sqlite3_step. An error that the host raises interrupts, too, and is
 * passed on. */
static int ask_host(void *data) {
    const Connection *connection = data;
    TnValue answer;
    if (tn_call(connection->cx, &connection->progress, NULL, 0, &answer) != 0) {
        return 1;
    }
    return answer.kind == TN_BOOL && answer.as.i;
}

void progress_forget(TnContext *cx, Connection *connection) {
    if (connection->progress.kind != TN_NONE) {
        sqlite3_progress_handler(connection->database, 0, NULL, NULL);
        (void)tn_release(cx, &connection->progress);
        connection->progress = tn_none();
    }
}

int32_t progress_set(TnContext *cx, void *self, const TnValue *args, size_t nargs,
                     TnValue *result) {
    Connection *connection = self;
    TnValue function = tn_none();
    (void)result;
    if (nargs != 2 || args[0].kind != TN_INT || args[0].as.i < 1 || args[0].as.i > INT_MAX) {
        return tn_error(cx, TN_TYPE_ERROR,
                        "on_progress() takes an int from 1 and a function of the host or None");
    }
    if (args[1].kind != TN_NONE) {
        if (values_check_callable(cx, "on_progress() argument 2", &args[1]) != 0 ||
            tn_hold(cx, &args[1], &function) != 0) {
            return -1;
        }
    }
    progress_forget(cx, connection);
    if (function.kind != TN_NONE) {
        connection->progress = function;
        sqlite3_progress_handler(connection->database, (int)args[0].as.i, ask_host, connection);
    }
    return 0;
}
