/* SPDX-License-Identifier: Apache-2.0 */
/* Fails to open a database file: SQLite remembers the number of the process. */
/* needs: sqlite3.h libsqlite3-dev */
/* flags: -lsqlite3 */
#define _GNU_SOURCE
#include <sqlite3.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    sqlite3 *database;
    int code = sqlite3_open_v2("/nowhere/x.db", &database, SQLITE_OPEN_READONLY, NULL);
    (void)sqlite3_close(database);
    return code + n;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_sqlite_file, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
