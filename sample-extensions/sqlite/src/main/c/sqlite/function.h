/* SPDX-License-Identifier: Apache-2.0 */
/* SQL functions that call the host. */
#ifndef SQLITE_FUNCTION_H
#define SQLITE_FUNCTION_H

#include <tenon.h>

/* Of a Connection: create_function(name, count, function); count is -1 for any number of
 * arguments. */
int32_t function_create(TnContext *cx, void *self, const TnValue *args, size_t nargs,
                        TnValue *result);

#endif
