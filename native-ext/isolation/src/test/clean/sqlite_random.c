/* SPDX-License-Identifier: Apache-2.0 */
/* Fills a table in memory, with random numbers as well. */
/* needs: sqlite3.h libsqlite3-dev */
/* flags: -lsqlite3 */
#define _GNU_SOURCE
#include <sqlite3.h>
#include <stddef.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    sqlite3 *database;
    if (sqlite3_open(":memory:", &database) != SQLITE_OK) {
        return -1;
    }
    (void)sqlite3_exec(database,
                       "create table t(a, b); insert into t values(1, 'x'), (2, random());"
                       "create index i on t(b); select * from t order by b;"
                       "insert into t select a, hex(randomblob(50)) from t",
                       NULL, NULL, NULL);
    int64_t changes = sqlite3_total_changes(database);
    (void)sqlite3_close(database);
    return changes + n;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_sqlite_random, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
