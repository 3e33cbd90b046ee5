/* SPDX-License-Identifier: Apache-2.0 */
/* Declares free threads; each call has a context of its own. */
#include <string.h>
#include <tenon.h>

static int32_t twice(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    char *text = tn_alloc(cx, args[0].length * 2u + 1);
    (void)nargs;
    if (text == NULL) {
        return -1;
    }
    memcpy(text, args[0].as.s, args[0].length);
    memcpy(text + args[0].length, args[0].as.s, args[0].length);
    *result = tn_str_n(text, args[0].length * 2u);
    return 0;
}

static int32_t fail(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)nargs;
    (void)result;
    return tn_error(cx, TN_VALUE_ERROR, args[0].as.s);
}

static const TnMethod methods[] = {TN_DYNAMIC("twice", twice, NULL), TN_DYNAMIC("fail", fail, NULL),
                                   TN_METHODS_END};

TENON_MODULE(free_threads, TN_METHODS(methods), TN_THREADS(TN_THREADS_FREE));
