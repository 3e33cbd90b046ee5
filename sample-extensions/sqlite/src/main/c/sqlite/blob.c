/* SPDX-License-Identifier: Apache-2.0 */
#include "blob.h"

#include "connection.h"
#include "errors.h"
#include "values.h"

static int32_t read_blob_into(TnContext *cx, Connection *connection, const TnValue *args,
                              TnBuffer *out, int64_t offset, TnValue *result) {
    sqlite3_blob *blob;
    int code = sqlite3_blob_open(connection->database, "main", args[0].as.s, args[1].as.s,
                                 args[2].as.i, 0, &blob);
    if (code != SQLITE_OK) {
        return errors_raise(cx, connection->database, code);
    }
    int64_t left = sqlite3_blob_bytes(blob) - offset;
    int length = left <= 0 ? 0 : out->length < (uint64_t)left ? (int)out->length : (int)left;
    code = length == 0 ? SQLITE_OK : sqlite3_blob_read(blob, out->data, length, (int)offset);
    (void)sqlite3_blob_close(blob);
    *result = tn_int(length);
    return code == SQLITE_OK ? 0 : errors_raise(cx, connection->database, code);
}

int32_t blob_read(TnContext *cx, void *self, const TnValue *args, size_t nargs, TnValue *result) {
    Visit visit;
    TnBuffer out;
    if ((nargs != 4 && nargs != 5) || !values_is_text(&args[0]) || !values_is_text(&args[1]) ||
        args[2].kind != TN_INT || (nargs == 5 && (args[4].kind != TN_INT || args[4].as.i < 0))) {
        return tn_error(cx, TN_TYPE_ERROR,
                        "read_blob() takes table, column, row id, memory and an offset from 0");
    }
    if (tn_buffer_acquire(cx, &args[3], TN_BUFFER_WRITE, &out) != 0 ||
        connection_enter(cx, self, &visit) != 0) {
        return -1;
    }
    int32_t status = read_blob_into(cx, self, args, &out, nargs == 5 ? args[4].as.i : 0, result);
    connection_leave(&visit);
    return tn_buffer_release(cx, &out) != 0 ? -1 : status;
}
