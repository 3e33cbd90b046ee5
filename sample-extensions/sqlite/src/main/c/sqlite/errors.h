/* SPDX-License-Identifier: Apache-2.0 */
/* The exception types of the module. */
#ifndef SQLITE_ERRORS_H
#define SQLITE_ERRORS_H

#include <sqlite3.h>
#include <tenon.h>

typedef struct State {
    TnValue integrity_error;   /* a constraint does not hold */
    TnValue operational_error; /* SQLite cannot do it */
    TnValue programming_error; /* the module is used wrongly */
} State;

/* Makes the types, as attributes of the module. */
int32_t errors_add(TnContext *cx);

/* Releases the types. */
int32_t errors_release(TnContext *cx);

/* Raises what a call of SQLite failed with; an error that the host has raised meanwhile stays. */
int32_t errors_raise(TnContext *cx, sqlite3 *database, int code);

int32_t errors_programming(TnContext *cx, const char *message);

#endif
