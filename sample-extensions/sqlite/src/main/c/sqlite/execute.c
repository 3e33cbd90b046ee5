/* SPDX-License-Identifier: Apache-2.0 */
#include "execute.h"

#include "errors.h"
#include "statement.h"
#include "values.h"

static int32_t run(TnContext *cx, Connection *connection, const char *sql) {
    int code = sqlite3_exec(connection->database, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? 0 : errors_raise(cx, connection->database, code);
}

static int32_t execute_entered(TnContext *cx, Connection *connection, const TnValue *sql,
                               const TnValue *parameters, const TnValue *rows) {
    sqlite3_stmt *compiled;
    int done;
    if (statement_compile_one(cx, connection, sql, &compiled) != 0) {
        return -1;
    }
    int32_t status = values_bind(cx, compiled, parameters);
    if (status == 0) {
        status = statement_fetch(cx, compiled, -1, rows, &done);
    }
    (void)sqlite3_finalize(compiled); /* reports an error again that was raised */
    return status;
}

int32_t execute_rows(TnContext *cx, void *self, const TnValue *args, size_t nargs,
                     TnValue *result) {
    TnValue none = tn_none();
    Visit visit;
    if (nargs < 1 || nargs > 2) {
        return tn_errorf(cx, TN_TYPE_ERROR, "execute() takes SQL and parameters (%zu given)",
                         nargs);
    }
    if (tn_list(cx, NULL, 0, result) != 0 || connection_enter(cx, self, &visit) != 0) {
        return -1;
    }
    int32_t status = execute_entered(cx, self, &args[0], nargs == 2 ? &args[1] : &none, result);
    connection_leave(&visit);
    return status;
}

int32_t execute_script(TnContext *cx, void *self, const TnValue *args, size_t nargs,
                       TnValue *result) {
    Visit visit;
    (void)result;
    if (nargs != 1 || !values_is_text(&args[0])) {
        return tn_error(cx, TN_TYPE_ERROR, "execute_script() takes one str without NUL characters");
    }
    if (connection_enter(cx, self, &visit) != 0) {
        return -1;
    }
    int32_t status = run(cx, self, args[0].as.s);
    connection_leave(&visit);
    return status;
}

static int32_t prepare_entered(TnContext *cx, Connection *connection, const TnValue *sql,
                               const TnValue *parameters, TnValue *result) {
    sqlite3_stmt *compiled;
    if (statement_compile_one(cx, connection, sql, &compiled) != 0) {
        return -1;
    }
    if ((parameters != NULL && values_bind(cx, compiled, parameters) != 0) ||
        statement_new(cx, connection, compiled, result) != 0) {
        (void)sqlite3_finalize(compiled);
        return -1;
    }
    return 0;
}

int32_t execute_prepare(TnContext *cx, void *self, const TnValue *args, size_t nargs,
                        TnValue *result) {
    Visit visit;
    if (nargs < 1 || nargs > 2) {
        return tn_errorf(cx, TN_TYPE_ERROR, "prepare() takes SQL and parameters (%zu given)",
                         nargs);
    }
    if (connection_enter(cx, self, &visit) != 0) {
        return -1;
    }
    int32_t status = prepare_entered(cx, self, &args[0], nargs == 2 ? &args[1] : NULL, result);
    connection_leave(&visit);
    return status;
}

static int32_t transact(TnContext *cx, Connection *connection, const TnValue *body,
                        TnValue *result) {
    TnValue self;
    if (tn_resource_self(cx, &self) != 0 || run(cx, connection, "BEGIN") != 0) {
        return -1;
    }
    int32_t status = tn_call(cx, body, &self, 1, result);
    if (status == 0) {
        status = run(cx, connection, "COMMIT");
    }
    if (status != 0 && !sqlite3_get_autocommit(connection->database)) {
        (void)sqlite3_exec(connection->database, "ROLLBACK", NULL, NULL, NULL);
    }
    return status;
}

int32_t execute_transaction(TnContext *cx, void *self, const TnValue *args, size_t nargs,
                            TnValue *result) {
    Visit visit;
    if (nargs != 1) {
        return tn_errorf(cx, TN_TYPE_ERROR, "transaction() takes one function (%zu given)", nargs);
    }
    if (connection_enter(cx, self, &visit) != 0) {
        return -1;
    }
    int32_t status = transact(cx, self, &args[0], result);
    connection_leave(&visit);
    return status;
}

int32_t execute_query(TnContext *cx, const TnValue *args, const TnKeywords *keywords,
                      TnValue *result) {
    static const char *const parameters[] = {"path", "sql", "parameters"};
    TnValue values[] = {tn_none(), tn_none(), tn_none()};
    if (tn_arguments(cx, "query", args, keywords, parameters, 3, 2, values) != 0) {
        return -1;
    }
    if (tn_list(cx, NULL, 0, result) != 0) {
        return -1;
    }
    Connection *connection = connection_new(
        cx, &values[0], SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, CONNECTION_TIMEOUT);
    if (connection == NULL) {
        return -1;
    }
    int32_t status = execute_entered(cx, connection, &values[1], &values[2], result);
    connection_free(cx, connection);
    return status;
}
