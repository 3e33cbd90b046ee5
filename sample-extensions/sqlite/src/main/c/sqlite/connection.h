/* SPDX-License-Identifier: Apache-2.0 */
/* Connections: databases behind objects of the host. */
#ifndef SQLITE_CONNECTION_H
#define SQLITE_CONNECTION_H

#include <sqlite3.h>
#include <tenon.h>

typedef struct Statement Statement;

typedef struct Connection {
    sqlite3 *database;     /* NULL when closed */
    Statement *statements; /* those that are open */
    TnContext *cx;         /* of the innermost call that works on it */
    int running;           /* how many calls work on it */
    int abandoned;         /* closed by such a call: the outermost one frees it */
    TnValue progress; /* a function of the host that is asked whether to go on, held; or None */
} Connection;

/* A call that works on a connection; the call may be inside another one, by way of the host. */
typedef struct Visit {
    Connection *connection;
    TnContext *outer;
} Visit;

extern const TnResourceType connection_type;

/* Of the module: connect(path, timeout=5000, read_only=False) */
int32_t connection_open(TnContext *cx, const TnValue *args, const TnKeywords *keywords,
                        TnValue *result);

enum { CONNECTION_TIMEOUT = 5000 }; /* milliseconds that a locked database is waited for */

/* Opens a database; NULL with an error set. */
Connection *connection_new(TnContext *cx, const TnValue *path, int flags, int timeout);

/* Closes statements and database, now or when no call works on them any more. */
void connection_free(TnContext *cx, Connection *connection);

/* Begins to work on a connection; -1 with a ProgrammingError if it is closed. */
int32_t connection_enter(TnContext *cx, Connection *connection, Visit *visit);

void connection_leave(const Visit *visit);

#endif
