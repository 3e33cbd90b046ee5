/* SPDX-License-Identifier: Apache-2.0 */
/* The main program: compresses or decompresses a file to standard output. */
#ifndef ZSTREAM_PROGRAM_H
#define ZSTREAM_PROGRAM_H

#include <tenon.h>

int32_t program_main(TnContext *cx, TnMainArguments *arguments);

#endif
