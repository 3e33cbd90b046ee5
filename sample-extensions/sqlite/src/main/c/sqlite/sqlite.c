/* SPDX-License-Identifier: Apache-2.0 */
/* sqlite: databases of SQLite. Runs as a program and can be imported.
 * cc-flags: -lsqlite3
 * cc-needs: sqlite3.h libsqlite3-dev */
#include <sqlite3.h>
#include <tenon.h>

#include "connection.h"
#include "errors.h"
#include "execute.h"
#include "program.h"

static int32_t exec(TnContext *cx) {
    return errors_add(cx) != 0 ? -1 : tn_add_str(cx, "sqlite_version", sqlite3_libversion());
}

static const TnMethod methods[] = {
    TN_KEYWORD("connect", connection_open,
               "connect(path, timeout=5000, read_only=False): a Connection."),
    TN_KEYWORD("query", execute_query,
               "query(path, sql, parameters=None): all rows, from a database opened for it."),
    TN_METHODS_END};

TENON_MODULE(sqlite, TN_DOC("Databases of SQLite."), TN_STATE_SIZE(sizeof(State)),
             TN_METHODS(methods), TN_EXEC(exec), TN_CLEAR(errors_release), TN_MAIN(program_main),
             TN_INTERPRETERS(TN_ISOLATED));
