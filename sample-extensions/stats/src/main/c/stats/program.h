/* SPDX-License-Identifier: Apache-2.0 */
/* The main program: a summary of the numbers of a text. */
#ifndef STATS_PROGRAM_H
#define STATS_PROGRAM_H

#include <tenon.h>

int32_t program_main(TnContext *cx, TnMainArguments *arguments);

#endif
