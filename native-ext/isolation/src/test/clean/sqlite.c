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
    sqlite3 *db;
    char *e = 0;
    sqlite3_open(":memory:", &db);
    sqlite3_exec(db,
                 "create table t(a, b); insert into t values(1, 'x'), (2, random()); create index "
                 "i on t(b); select * from t order by b",
                 0, 0, &e);
    int64_t r = sqlite3_total_changes(db);
    sqlite3_close(db);
    return r + n;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_sqlite, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
