/* SPDX-License-Identifier: Apache-2.0 */
/* Values between host and SQLite. */
#ifndef SQLITE_VALUES_H
#define SQLITE_VALUES_H

#include <sqlite3.h>
#include <tenon.h>

/* Whether a value is text that C can pass on by its pointer alone. */
int values_is_text(const TnValue *value);

/* Checks that a value can be called; -1 with a TypeError that says what cannot. */
int32_t values_check_callable(TnContext *cx, const char *what, const TnValue *value);

/* Binds parameters: None, a list or another iterable for places, a map for names. */
int32_t values_bind(TnContext *cx, sqlite3_stmt *statement, const TnValue *parameters);

/* The present row as a list. */
int32_t values_row(TnContext *cx, sqlite3_stmt *statement, TnValue *row);

/* The names of the columns as a list. */
int32_t values_columns(TnContext *cx, sqlite3_stmt *statement, TnValue *names);

/* A value that lives as long as that of SQLite. */
TnValue values_from(sqlite3_value *value);

/* Makes a value the result of an SQL function; -1 with a TypeError. */
int32_t values_return(TnContext *cx, sqlite3_context *call, const TnValue *value);

#endif
