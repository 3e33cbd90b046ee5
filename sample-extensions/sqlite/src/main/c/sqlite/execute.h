/* SPDX-License-Identifier: Apache-2.0 */
/* Running SQL: the methods of a Connection that do, and query(). */
#ifndef SQLITE_EXECUTE_H
#define SQLITE_EXECUTE_H

#include "connection.h"

/* execute(sql, [parameters]): all rows. */
int32_t execute_rows(TnContext *cx, void *self, const TnValue *args, size_t nargs, TnValue *result);

/* execute_script(sql): any number of statements without parameters. */
int32_t execute_script(TnContext *cx, void *self, const TnValue *args, size_t nargs,
                       TnValue *result);

/* prepare(sql, [parameters]): a Statement. */
int32_t execute_prepare(TnContext *cx, void *self, const TnValue *args, size_t nargs,
                        TnValue *result);

/* transaction(body): what body(connection) returns; rolled back if it raises. */
int32_t execute_transaction(TnContext *cx, void *self, const TnValue *args, size_t nargs,
                            TnValue *result);

/* Of the module: query(path, sql, parameters=None): all rows, from a database that is closed behind
 * it. */
int32_t execute_query(TnContext *cx, const TnValue *args, const TnKeywords *keywords,
                      TnValue *result);

#endif
