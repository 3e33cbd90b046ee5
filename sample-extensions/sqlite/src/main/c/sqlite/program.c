/* SPDX-License-Identifier: Apache-2.0 */
#include "program.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "connection.h"
#include "errors.h"
#include "statement.h"

enum { USAGE_STATUS = 2, FIRST_ROOM = 1 << 12 };

static const char usage[] = "usage: sqlite [-h] DATABASE [SQL…]\n"
                            "\n"
                            "Runs the SQL, or that of standard input without any, and prints rows "
                            "with '|' between columns.\n"
                            "DATABASE is a file, which is made if need be, or ':memory:'.\n"
                            "\n"
                            "  -h      print the names of the columns, too\n"
                            "  --help  print this text\n";

static int32_t print_cell(TnContext *cx, sqlite3_stmt *row, int index) {
    /* SQLite prints numbers; NULL prints as nothing. */
    const unsigned char *text = sqlite3_column_text(row, index);
    int length = sqlite3_column_bytes(row, index);
    if (index > 0 && tn_write(cx, TN_STDOUT, "|", 1) != 0) {
        return -1;
    }
    return length == 0 ? 0 : tn_write(cx, TN_STDOUT, text, (size_t)length);
}

static int32_t print_row(TnContext *cx, sqlite3_stmt *row) {
    for (int index = 0; index < sqlite3_column_count(row); index++) {
        if (print_cell(cx, row, index) != 0) {
            return -1;
        }
    }
    return tn_write(cx, TN_STDOUT, "\n", 1);
}

static int32_t print_header(TnContext *cx, sqlite3_stmt *row) {
    int count = sqlite3_column_count(row);
    for (int index = 0; index < count; index++) {
        if (tn_writef(cx, TN_STDOUT, "%s%s", sqlite3_column_name(row, index),
                      index + 1 == count ? "\n" : "|") != 0) {
            return -1;
        }
    }
    return 0;
}

static int32_t run_statement(TnContext *cx, sqlite3_stmt *statement, int with_header) {
    int code;
    if (with_header && print_header(cx, statement) != 0) {
        return -1;
    }
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (print_row(cx, statement) != 0) {
            return -1;
        }
    }
    return code == SQLITE_DONE ? 0 : errors_raise(cx, sqlite3_db_handle(statement), code);
}

static int32_t run_script(TnContext *cx, Connection *connection, const char *sql, size_t length,
                          int with_header) {
    const char *end = sql + length;
    while (sql < end) {
        sqlite3_stmt *statement;
        if (statement_compile(cx, connection, sql, (size_t)(end - sql), &statement, &sql) != 0) {
            return -1;
        }
        int32_t status = statement == NULL ? 0 : run_statement(cx, statement, with_header);
        (void)sqlite3_finalize(statement);
        if (status != 0) {
            return -1;
        }
    }
    return 0;
}

static int32_t run_input(TnContext *cx, Connection *connection, int with_header) {
    char *text = NULL;
    size_t length = 0, room = 0, read;
    do {
        if (length == room) {
            room = room == 0 ? FIRST_ROOM : room * 2;
            char *grown = realloc(text, room);
            if (grown == NULL) {
                free(text);
                return tn_error(cx, TN_MEMORY_ERROR, "sqlite: out of memory");
            }
            text = grown;
        }
        read = fread(text + length, 1, room - length, stdin);
        length += read;
    } while (read > 0);
    int32_t status = ferror(stdin) ? tn_errorf(cx, TN_OS_ERROR, "cannot read standard input: %s",
                                               strerror(errno))
                                   : run_script(cx, connection, text, length, with_header);
    free(text);
    return status;
}

static int32_t run(TnContext *cx, const char *path, const char *const *sql, int with_header) {
    TnValue name = tn_str(path);
    Connection *connection =
        connection_new(cx, &name, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, CONNECTION_TIMEOUT);
    if (connection == NULL) {
        return -1;
    }
    int32_t status = *sql == NULL ? run_input(cx, connection, with_header) : 0;
    for (; status == 0 && *sql != NULL; sql++) {
        status = run_script(cx, connection, *sql, strlen(*sql), with_header);
    }
    connection_free(cx, connection);
    return status != 0 ? -1 : tn_flush(cx, TN_STDOUT);
}

int32_t program_main(TnContext *cx, TnMainArguments *arguments) {
    const char *const *values = arguments->values;
    int with_header = arguments->count > 0 && strcmp(values[0], "-h") == 0;
    if (arguments->count == 1 && strcmp(values[0], "--help") == 0) {
        return tn_writef(cx, TN_STDOUT, "%s", usage);
    }
    values += with_header;
    if (*values == NULL || (*values)[0] == '-') {
        arguments->status = USAGE_STATUS;
        return tn_writef(cx, TN_STDERR, "sqlite: expected a database and SQL; see --help\n");
    }
    return run(cx, *values, values + 1, with_header);
}
