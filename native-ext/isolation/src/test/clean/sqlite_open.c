/* SPDX-License-Identifier: Apache-2.0 */
/* Gives out a database that is open: SQLite counts its memory until it is closed. */
/* needs: sqlite3.h libsqlite3-dev */
/* flags: -lsqlite3 */
#define _GNU_SOURCE
#include <sqlite3.h>

#include <tenon.h>

static void destroy(TnContext *cx, void *database) {
    (void)cx;
    (void)sqlite3_close(database);
}

static const TnResourceType database_type = {
    sizeof(TnResourceType), 0, "Database", "A database.", NULL, NULL, destroy};

static int32_t f(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    sqlite3 *database;
    (void)args, (void)nargs;
    if (sqlite3_open(":memory:", &database) != SQLITE_OK) {
        (void)sqlite3_close(database);
        return tn_error(cx, TN_OS_ERROR, "cannot open a database");
    }
    return tn_resource_new(cx, &database_type, database, result);
}

static const TnMethod methods[] = {TN_DYNAMIC("f", f, "Opens a database."), TN_METHODS_END};

static const TnResourceType *const types[] = {&database_type, NULL};

TENON_MODULE(clean_sqlite_open, TN_METHODS(methods), TN_RESOURCES(types),
             TN_INTERPRETERS(TN_ISOLATED));
