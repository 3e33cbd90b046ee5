/* SPDX-License-Identifier: Apache-2.0 */
/* Works with a database in memory. */
/* needs: sqlite3.h libsqlite3-dev */
/* flags: -lsqlite3 */
#define _GNU_SOURCE
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    sqlite3 *database;
    sqlite3_stmt *statement;
    int64_t result = -1;
    if (sqlite3_open(":memory:", &database) != SQLITE_OK) {
        return -2;
    }
    if (sqlite3_prepare_v2(database, "select 40 + 2", -1, &statement, NULL) == SQLITE_OK) {
        (void)sqlite3_step(statement);
        result = sqlite3_column_int64(statement, 0);
        (void)sqlite3_finalize(statement);
    }
    (void)sqlite3_close(database);
    return result + n;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_sqlite, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
