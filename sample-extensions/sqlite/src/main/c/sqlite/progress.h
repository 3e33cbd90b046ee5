/* SPDX-License-Identifier: Apache-2.0 */
/* Asking the host from time to time whether SQL shall go on. */
#ifndef SQLITE_PROGRESS_H
#define SQLITE_PROGRESS_H

#include "connection.h"

/* Of a Connection: on_progress(steps, function): the function is called after so many steps of
 * SQLite's machine, and interrupts the SQL by returning True. None for no function. */
int32_t progress_set(TnContext *cx, void *self, const TnValue *args, size_t nargs, TnValue *result);

/* Releases the function. */
void progress_forget(TnContext *cx, Connection *connection);

#endif
