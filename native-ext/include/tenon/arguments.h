/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Sorts the arguments of a keyword function into its parameters.
 */
#ifndef TENON_ARGUMENTS_H
#define TENON_ARGUMENTS_H

#include "api.h"

#include <string.h>

TENON_BEGIN_C

/** The place of a name among parameters; their number if it is not among them. */
static inline size_t tn_parameter_index(const char *const *parameters, size_t count,
                                        const char *name) {
    size_t index = 0;
    while (index < count && strcmp(parameters[index], name) != 0) {
        index++;
    }
    return index;
}

/**
 * Sorts arguments by position and by name into parameters. A parameter that is not given keeps the
 * value it had, which is its default.
 * @param cx *borrowed*
 * @param function *borrowed*: the name for messages
 * @param args *borrowed*: as the function got them
 * @param keywords *borrowed*: as the function got them
 * @param parameters *borrowed*: the names, `count` of them
 * @param count how many parameters there are
 * @param required how many of them, from the first, must be given
 * @param values *out*: the values, `count` of them, filled with the defaults
 * @return 0, or -1 with a TypeError
 * @thread any
 * @since 1.0
 */
static inline int32_t tn_arguments(TnContext *cx, const char *function, const TnValue *args,
                                   const TnKeywords *keywords, const char *const *parameters,
                                   size_t count, size_t required, TnValue *values) {
    size_t positional;
    if (keywords == NULL || (args == NULL && keywords->positional + keywords->count > 0) ||
        ((parameters == NULL || values == NULL) && count > 0)) {
        return tn_failed(cx) ? -1
                             : tn_error(cx, TN_TYPE_ERROR, "tn_arguments(): a parameter is NULL");
    }
    positional = (size_t)keywords->positional;
    if (positional > count) {
        return tn_errorf(cx, TN_TYPE_ERROR,
                         "%s() takes at most %zu positional arguments (%zu given)", function, count,
                         positional);
    }
    for (size_t index = 0; index < positional; index++) {
        values[index] = args[index];
    }
    for (size_t given = 0; given < keywords->count; given++) {
        size_t index = tn_parameter_index(parameters, count, keywords->names[given]);
        if (index == count) {
            return tn_errorf(cx, TN_TYPE_ERROR, "%s() got an unexpected keyword argument '%s'",
                             function, keywords->names[given]);
        }
        if (index < positional) {
            return tn_errorf(cx, TN_TYPE_ERROR,
                             "argument for %s() given by name ('%s') and position (%zu)", function,
                             parameters[index], index + 1);
        }
        values[index] = args[positional + given];
    }
    for (size_t index = positional; index < required; index++) {
        size_t given = 0;
        while (given < keywords->count && strcmp(keywords->names[given], parameters[index]) != 0) {
            given++;
        }
        if (given == keywords->count) {
            return tn_errorf(cx, TN_TYPE_ERROR, "%s() missing required argument '%s' (pos %zu)",
                             function, parameters[index], index + 1);
        }
    }
    return 0;
}

TENON_END_C

#endif
