/* SPDX-License-Identifier: Apache-2.0 */
/* The main program: runs SQL and prints rows. */
#ifndef SQLITE_PROGRAM_H
#define SQLITE_PROGRAM_H

#include <tenon.h>

int32_t program_main(TnContext *cx, TnMainArguments *arguments);

#endif
