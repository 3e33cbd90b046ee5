/* SPDX-License-Identifier: Apache-2.0 */
#include "statement.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "errors.h"
#include "values.h"

enum { DEFAULT_CHUNK = 1000 };

struct Statement {
    Connection *connection; /* NULL when its database is closed */
    sqlite3_stmt *compiled;
    TnValue keeps; /* the object of the connection, held */
    Statement *next;
    Statement *previous;
    int stepping;  /* a call is inside of sqlite3_step */
    int done;      /* there are no more rows */
    int abandoned; /* closed by the host while stepping: that call frees it */
};

int32_t statement_compile(TnContext *cx, Connection *connection, const char *sql, size_t length,
                          sqlite3_stmt **compiled, const char **rest) {
    if (memchr(sql, '\0', length) != NULL) { /* SQLite would stop there and say nothing */
        return errors_programming(cx, "the SQL has a NUL character");
    }
    if (length > INT_MAX) {
        return tn_error(cx, TN_OVERFLOW_ERROR, "sqlite: the SQL is too long");
    }
    int code = sqlite3_prepare_v2(connection->database, sql, (int)length, compiled, rest);
    return code == SQLITE_OK ? 0 : errors_raise(cx, connection->database, code);
}

int32_t statement_compile_one(TnContext *cx, Connection *connection, const TnValue *sql,
                              sqlite3_stmt **compiled) {
    sqlite3_stmt *second = NULL;
    const char *rest;
    if (sql->kind != TN_STR) {
        return tn_error(cx, TN_TYPE_ERROR, "the SQL must be a str");
    }
    const char *end = sql->as.s + sql->length;
    if (statement_compile(cx, connection, sql->as.s, sql->length, compiled, &rest) != 0) {
        return -1;
    }
    if (*compiled == NULL) {
        return errors_programming(cx, "the SQL has no statement");
    }
    if (statement_compile(cx, connection, rest, (size_t)(end - rest), &second, &rest) != 0 ||
        second != NULL) {
        (void)sqlite3_finalize(second);
        (void)sqlite3_finalize(*compiled);
        return tn_failed(cx)
                   ? -1
                   : errors_programming(cx, "the SQL has several statements; use execute_script()");
    }
    return 0;
}

int32_t statement_fetch(TnContext *cx, sqlite3_stmt *compiled, int64_t most, const TnValue *rows,
                        int *done) {
    for (int64_t count = 0; count != most; count++) {
        TnValue row;
        int code = sqlite3_step(compiled);
        if (code == SQLITE_DONE) {
            *done = 1;
            return 0;
        }
        if (code != SQLITE_ROW) {
            return errors_raise(cx, sqlite3_db_handle(compiled), code);
        }
        if (values_row(cx, compiled, &row) != 0 || tn_append(cx, rows, row) != 0) {
            return -1;
        }
    }
    return 0;
}

static void detach(Statement *statement) {
    if (statement->connection == NULL) {
        return;
    }
    if (statement->previous == NULL) {
        statement->connection->statements = statement->next;
    } else {
        statement->previous->next = statement->next;
    }
    if (statement->next != NULL) {
        statement->next->previous = statement->previous;
    }
    (void)sqlite3_finalize(statement->compiled); /* reports an error again that was raised */
    statement->connection = NULL;
    statement->compiled = NULL;
}

void statement_close_all(Connection *connection) {
    while (connection->statements != NULL) {
        detach(connection->statements);
    }
}

static void destroy(TnContext *cx, void *self) {
    Statement *statement = self;
    if (statement->stepping) {
        statement->abandoned = 1;
        return;
    }
    detach(statement);
    (void)tn_release(cx, &statement->keeps);
    free(statement);
}

int32_t statement_new(TnContext *cx, Connection *connection, sqlite3_stmt *compiled,
                      TnValue *result) {
    TnValue object;
    Statement *statement = calloc(1, sizeof *statement);
    if (statement == NULL) {
        return tn_error(cx, TN_MEMORY_ERROR, "sqlite: out of memory");
    }
    if (tn_resource_self(cx, &object) != 0 || tn_hold(cx, &object, &statement->keeps) != 0) {
        free(statement);
        return -1;
    }
    if (tn_resource_new(cx, &statement_type, statement, result) != 0) {
        (void)tn_release(cx, &statement->keeps);
        free(statement);
        return -1;
    }
    statement->connection = connection;
    statement->compiled = compiled;
    statement->next = connection->statements;
    if (statement->next != NULL) {
        statement->next->previous = statement;
    }
    connection->statements = statement;
    return 0;
}

static int32_t check_idle(TnContext *cx, const Statement *statement) {
    return statement->connection == NULL
               ? errors_programming(cx, "the database of the statement is closed")
           : statement->stepping ? errors_programming(cx, "the statement is being executed")
                                 : 0;
}

/* bind([parameters]): begins again, with other parameters. */
static int32_t bind(TnContext *cx, void *self, const TnValue *args, size_t nargs, TnValue *result) {
    Statement *statement = self;
    TnValue none = tn_none();
    (void)result;
    if (nargs > 1) {
        return tn_errorf(cx, TN_TYPE_ERROR, "bind() takes at most one argument (%zu given)", nargs);
    }
    if (check_idle(cx, statement) != 0) {
        return -1;
    }
    (void)sqlite3_reset(statement->compiled); /* reports an error again that was raised */
    (void)sqlite3_clear_bindings(statement->compiled);
    statement->done = 0;
    return values_bind(cx, statement->compiled, nargs == 1 ? &args[0] : &none);
}

static int32_t step_rows(TnContext *cx, Statement *statement, int64_t most, const TnValue *rows) {
    Visit visit;
    if (connection_enter(cx, statement->connection, &visit) != 0) {
        return -1;
    }
    statement->stepping = 1;
    int32_t status = statement_fetch(cx, statement->compiled, most, rows, &statement->done);
    statement->stepping = 0;
    if (status != 0 || statement->done) {
        (void)sqlite3_reset(statement->compiled); /* releases locks */
    }
    if (statement->abandoned) {
        destroy(cx, statement);
    }
    connection_leave(&visit);
    return status;
}

/* fetch([count]): a list of the next rows, empty at the end. */
static int32_t fetch(TnContext *cx, void *self, const TnValue *args, size_t nargs,
                     TnValue *result) {
    Statement *statement = self;
    int64_t most = DEFAULT_CHUNK;
    if (nargs > 1 || (nargs == 1 && (args[0].kind != TN_INT || args[0].as.i < 1))) {
        return tn_error(cx, TN_TYPE_ERROR, "fetch() takes at most one int, which is positive");
    }
    if (nargs == 1) {
        most = args[0].as.i;
    }
    if (check_idle(cx, statement) != 0 || tn_list(cx, NULL, 0, result) != 0) {
        return -1;
    }
    return statement->done ? 0 : step_rows(cx, statement, most, result);
}

/* close(): the statement is gone when it returns. */
static int32_t close_now(TnContext *cx, void *self, const TnValue *args, size_t nargs,
                         TnValue *result) {
    TnValue object;
    (void)self;
    (void)args;
    (void)nargs;
    (void)result;
    return tn_resource_self(cx, &object) != 0 ? -1 : tn_resource_close(cx, &object);
}

static int32_t get_columns(TnContext *cx, void *self, TnValue *value) {
    Statement *statement = self;
    return check_idle(cx, statement) != 0 ? -1 : values_columns(cx, statement->compiled, value);
}

static const TnMethod methods[] = {
    TN_BOUND("bind", bind, "bind(parameters=None): begin again with other parameters."),
    TN_BOUND("fetch", fetch, "fetch(count=1000): a list of the next rows, empty at the end."),
    TN_BOUND("close", close_now, "Finalize the statement now."), TN_METHODS_END};

static const TnProperty properties[] = {{"columns", "The names of the columns.", get_columns, NULL},
                                        TN_PROPERTIES_END};

const TnResourceType statement_type = {
    .size = sizeof(TnResourceType),
    .name = "Statement",
    .doc = "A prepared statement.",
    .methods = methods,
    .properties = properties,
    .destroy = destroy,
};
