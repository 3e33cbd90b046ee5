/* SPDX-License-Identifier: Apache-2.0 */
/* Calls functions of the host with arguments by name. */
#include <tenon.h>

#define ARGUMENTS TnContext *cx, const TnValue *args, size_t nargs, TnValue *result

/* call_named(callable, name, by_position, by_name) */
static int32_t call_named(ARGUMENTS) {
    uint32_t version;
    const char *names[1] = {args[1].as.s};
    TnKeywords keywords = {1, 1, names};
    if (nargs != 4 || !tn_capability(cx, "object", &version) || version < 2) {
        return tn_error(cx, TN_TYPE_ERROR, "call_named() takes four arguments of ABI 1.1");
    }
    return tn_call_keywords(cx, &args[0], &args[2], &keywords, result);
}

/* Gives the same name twice. */
static int32_t call_twice_named(ARGUMENTS) {
    static const char *const names[2] = {"x", "x"};
    TnKeywords keywords = {0, 2, names};
    (void)nargs;
    return tn_call_keywords(cx, &args[0], &args[1], &keywords, result);
}

/* Gives no arguments at all. */
static int32_t call_empty(ARGUMENTS) {
    TnKeywords keywords = {0, 0, NULL};
    (void)nargs;
    return tn_call_keywords(cx, &args[0], NULL, &keywords, result);
}

/* Breaks the rule that args[1] names. */
static int32_t call_broken(ARGUMENTS) {
    static const char *const null_name[1] = {NULL};
    static const char *const bad_name[1] = {"\xff"};
    TnKeywords keywords = {0, 1, args[1].as.i == 2 ? null_name : bad_name};
    (void)nargs;
    if (args[1].as.i == 0) {
        return tn_call_keywords(cx, &args[0], &args[1], NULL, result);
    }
    if (args[1].as.i == 1) {
        keywords.names = NULL;
    }
    return tn_call_keywords(cx, &args[0], args[1].as.i == 4 ? NULL : &args[1], &keywords, result);
}

/* tag(*args, **keywords): what it was given. */
static int32_t tag(TnContext *cx, const TnValue *args, const TnKeywords *keywords,
                   TnValue *result) {
    char *text = tn_alloc(cx, 128);
    if (text == NULL) {
        return -1;
    }
    int length = snprintf(text, 128, "%llu", (unsigned long long)keywords->positional);
    for (uint64_t index = 0; index < keywords->count && length < 100; index++) {
        length +=
            snprintf(text + length, (size_t)(128 - length), " %s=%lld", keywords->names[index],
                     (long long)args[keywords->positional + index].as.i);
    }
    *result = tn_str(text);
    return 0;
}

static const TnMethod methods[] = {TN_DYNAMIC("call_named", call_named, NULL),
                                   TN_DYNAMIC("call_twice_named", call_twice_named, NULL),
                                   TN_DYNAMIC("call_empty", call_empty, NULL),
                                   TN_DYNAMIC("call_broken", call_broken, NULL),
                                   TN_KEYWORD("tag", tag, NULL),
                                   TN_METHODS_END};

TENON_MODULE(keyword_calls, TN_METHODS(methods));
