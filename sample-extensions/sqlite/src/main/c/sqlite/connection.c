/* SPDX-License-Identifier: Apache-2.0 */
#include "connection.h"

#include <limits.h>
#include <stdlib.h>

#include "blob.h"
#include "errors.h"
#include "execute.h"
#include "function.h"
#include "progress.h"
#include "statement.h"
#include "values.h"

Connection *connection_new(TnContext *cx, const TnValue *path, int flags, int timeout) {
    if (!values_is_text(path)) {
        (void)tn_error(cx, TN_TYPE_ERROR, "the path must be a str without NUL characters");
        return NULL;
    }
    Connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL) {
        (void)tn_error(cx, TN_MEMORY_ERROR, "sqlite: out of memory");
        return NULL;
    }
    int code = sqlite3_open_v2(path->as.s, &connection->database, flags, NULL);
    if (code != SQLITE_OK) {
        (void)errors_raise(cx, connection->database, code);
        (void)sqlite3_close(connection->database);
        free(connection);
        return NULL;
    }
    (void)sqlite3_extended_result_codes(connection->database, 1);
    (void)sqlite3_busy_timeout(connection->database, timeout);
    return connection;
}

void connection_free(TnContext *cx, Connection *connection) {
    if (connection->running > 0) {
        connection->abandoned = 1;
        return;
    }
    connection->cx = cx; /* for the functions of the host that are released */
    statement_close_all(connection);
    progress_forget(cx, connection);
    if (sqlite3_close(connection->database) != SQLITE_OK) {
        (void)tn_error(cx, TN_SYSTEM_ERROR, "sqlite: a database was closed before its statements");
    }
    free(connection);
}

int32_t connection_enter(TnContext *cx, Connection *connection, Visit *visit) {
    if (connection->abandoned) {
        (void)errors_programming(cx, "the database is closed");
        return -1;
    }
    visit->connection = connection;
    visit->outer = connection->cx;
    connection->cx = cx;
    connection->running++;
    return 0;
}

void connection_leave(const Visit *visit) {
    Connection *connection = visit->connection;
    TnContext *cx = connection->cx;
    connection->cx = visit->outer;
    connection->running--;
    if (connection->running == 0 && connection->abandoned) {
        connection_free(cx, connection);
    }
}

static void destroy(TnContext *cx, void *self) { connection_free(cx, self); }

/* close(): the connection is gone when it returns. */
static int32_t close_now(TnContext *cx, void *self, const TnValue *args, size_t nargs,
                         TnValue *result) {
    TnValue object;
    (void)self;
    (void)args;
    (void)nargs;
    (void)result;
    return tn_resource_self(cx, &object) != 0 ? -1 : tn_resource_close(cx, &object);
}

static int32_t get_changes(TnContext *cx, void *self, TnValue *value) {
    (void)cx;
    *value = tn_int(sqlite3_total_changes(((Connection *)self)->database));
    return 0;
}

static int32_t get_last_row_id(TnContext *cx, void *self, TnValue *value) {
    (void)cx;
    *value = tn_int(sqlite3_last_insert_rowid(((Connection *)self)->database));
    return 0;
}

static int32_t get_in_transaction(TnContext *cx, void *self, TnValue *value) {
    (void)cx;
    *value = tn_bool(!sqlite3_get_autocommit(((Connection *)self)->database));
    return 0;
}

static int32_t get_error_code(TnContext *cx, void *self, TnValue *value) {
    (void)cx;
    *value = tn_int(sqlite3_extended_errcode(((Connection *)self)->database));
    return 0;
}

static const TnMethod methods[] = {
    TN_BOUND("execute", execute_rows, "execute(sql, parameters=None): a list of all rows."),
    TN_BOUND("execute_script", execute_script, "execute_script(sql): several statements."),
    TN_BOUND("prepare", execute_prepare, "prepare(sql, parameters=None): a Statement."),
    TN_BOUND("transaction", execute_transaction, "transaction(body): rolled back if body raises."),
    TN_BOUND("create_function", function_create, "create_function(name, count, function)."),
    TN_BOUND("on_progress", progress_set, "on_progress(steps, function): True interrupts."),
    TN_BOUND("read_blob", blob_read, "read_blob(table, column, row_id, out, offset=0)."),
    TN_BOUND("close", close_now, "Close statements and database now."),
    TN_METHODS_END};

static const TnProperty properties[] = {
    {"changes", "How many rows were changed so far.", get_changes, NULL},
    {"last_row_id", "The id of the row that was inserted last.", get_last_row_id, NULL},
    {"in_transaction", "Whether a transaction is open.", get_in_transaction, NULL},
    {"error_code", "SQLite's code of what was done last, 0 if it went well.", get_error_code, NULL},
    TN_PROPERTIES_END};

const TnResourceType connection_type = {
    .size = sizeof(TnResourceType),
    .name = "Connection",
    .doc = "An open database.",
    .methods = methods,
    .properties = properties,
    .destroy = destroy,
};

int32_t connection_open(TnContext *cx, const TnValue *args, const TnKeywords *keywords,
                        TnValue *result) {
    static const char *const parameters[] = {"path", "timeout", "read_only"};
    TnValue values[] = {tn_none(), tn_int(CONNECTION_TIMEOUT), tn_bool(0)};
    if (tn_arguments(cx, "connect", args, keywords, parameters, 3, 1, values) != 0) {
        return -1;
    }
    if (values[1].kind != TN_INT || values[1].as.i < 0 || values[1].as.i > INT_MAX ||
        values[2].kind != TN_BOOL) {
        return tn_error(cx, TN_TYPE_ERROR,
                        "connect() takes a timeout in milliseconds, an int, and read_only, a bool");
    }
    int flags = values[2].as.i ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    Connection *connection = connection_new(cx, &values[0], flags, (int)values[1].as.i);
    if (connection == NULL) {
        return -1;
    }
    if (tn_resource_new(cx, &connection_type, connection, result) != 0) {
        connection_free(cx, connection);
        return -1;
    }
    return 0;
}
