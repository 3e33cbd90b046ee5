/* SPDX-License-Identifier: Apache-2.0 */
/* Statements: prepared SQL behind objects of the host. */
#ifndef SQLITE_STATEMENT_H
#define SQLITE_STATEMENT_H

#include "connection.h"

extern const TnResourceType statement_type;

/* Prepares the first statement of some SQL; *rest is what follows it, and the statement NULL if
 * there is only white space. -1 with an error set. */
int32_t statement_compile(TnContext *cx, Connection *connection, const char *sql, size_t length,
                          sqlite3_stmt **compiled, const char **rest);

/* The same for SQL that must hold one statement and nothing else. */
int32_t statement_compile_one(TnContext *cx, Connection *connection, const TnValue *sql,
                              sqlite3_stmt **compiled);

/* Makes an object of a statement. It keeps the object of its connection alive. */
int32_t statement_new(TnContext *cx, Connection *connection, sqlite3_stmt *compiled,
                      TnValue *result);

/* Appends up to most rows to a list, all for -1; *done is set at the end of the rows. */
int32_t statement_fetch(TnContext *cx, sqlite3_stmt *compiled, int64_t most, const TnValue *rows,
                        int *done);

/* Finalizes the statements of a connection that is being closed. */
void statement_close_all(Connection *connection);

#endif
