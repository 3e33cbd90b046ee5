/* SPDX-License-Identifier: Apache-2.0 */
/* Large values, read straight into memory of the host. */
#ifndef SQLITE_BLOB_H
#define SQLITE_BLOB_H

#include <tenon.h>

/* Of a Connection: read_blob(table, column, row_id, out, [offset]): how many bytes were
 * read into out. */
int32_t blob_read(TnContext *cx, void *self, const TnValue *args, size_t nargs, TnValue *result);

#endif
