/* SPDX-License-Identifier: Apache-2.0 */
/* Calls of C functions whose types only their descriptor knows. */
#ifndef TENON_TYPED_H
#define TENON_TYPED_H

#include <tenon.h>

/*
 * Calls a function. The letters of its types: that of its result, then those of its parameters:
 * w a whole number or pointer, f float, d double, v nothing, s text, y bytes and their length,
 * S the state, C the context.
 *
 * Returns 0, or -1 with an error set if it has more arguments than can be passed.
 */
int tenon_typed_call(TnContext *cx, TnAnyFunction function, const char *types,
                     const TnValue *arguments, size_t count, TnValue *result);

#endif
