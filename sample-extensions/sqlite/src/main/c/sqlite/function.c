/* SPDX-License-Identifier: Apache-2.0 */
#include "function.h"

#include <limits.h>
#include <stdlib.h>

#include "connection.h"
#include "errors.h"
#include "values.h"

enum { MOST_ARGUMENTS = 127 };

typedef struct Function {
    Connection *connection;
    TnValue callable; /* held */
} Function;

/* SQLite calls this inside of sqlite3_step. What the host raises stays set on the context, and
 * whoever called sqlite3_step passes it on. */
static void call_host(sqlite3_context *call, int count, sqlite3_value **given) {
    const Function *function = sqlite3_user_data(call);
    TnContext *cx = function->connection->cx;
    TnValue arguments[MOST_ARGUMENTS];
    TnValue result;
    if (count > MOST_ARGUMENTS) {
        sqlite3_result_error(call, "too many arguments for a function of the host", -1);
        return;
    }
    for (int index = 0; index < count; index++) {
        arguments[index] = values_from(given[index]);
    }
    if (tn_call(cx, &function->callable, arguments, (size_t)count, &result) != 0 ||
        values_return(cx, call, &result) != 0) {
        sqlite3_result_error(call, "the host has raised an error", -1);
    }
}

/* SQLite calls this when the function is replaced or the database is closed. */
static void forget(void *data) {
    Function *function = data;
    (void)tn_release(function->connection->cx, &function->callable);
    free(function);
}

static int32_t add(TnContext *cx, Connection *connection, const char *name, int count,
                   const TnValue *callable) {
    Function *function = malloc(sizeof *function);
    if (function == NULL) {
        return tn_error(cx, TN_MEMORY_ERROR, "sqlite: out of memory");
    }
    function->connection = connection;
    if (tn_hold(cx, callable, &function->callable) != 0) {
        free(function);
        return -1;
    }
    /* Calls forget after a failure, too. */
    int code = sqlite3_create_function_v2(connection->database, name, count, SQLITE_UTF8, function,
                                          call_host, NULL, NULL, forget);
    return code == SQLITE_OK ? 0 : errors_raise(cx, connection->database, code);
}

int32_t function_create(TnContext *cx, void *self, const TnValue *args, size_t nargs,
                        TnValue *result) {
    Visit visit;
    (void)result;
    if (nargs != 3 || !values_is_text(&args[0]) || args[1].kind != TN_INT) {
        return tn_error(cx, TN_TYPE_ERROR,
                        "create_function() takes a str, an int and a function of the host");
    }
    if (values_check_callable(cx, "create_function() argument 3", &args[2]) != 0) {
        return -1;
    }
    if (args[1].as.i < -1 || args[1].as.i > INT_MAX) {
        return tn_error(cx, TN_VALUE_ERROR, "create_function() argument 2 is -1 or more");
    }
    if (connection_enter(cx, self, &visit) != 0) {
        return -1;
    }
    int32_t status = add(cx, self, args[0].as.s, (int)args[1].as.i, &args[2]);
    connection_leave(&visit);
    return status;
}
