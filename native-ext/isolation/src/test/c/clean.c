/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps everything in module state: the module that no check may complain of. */
#include <stdlib.h>

#include <tenon.h>

typedef struct {
    int64_t value;
    char *block;
} Clean;

static const char *const words[] = {"one", "two"}; /* relocated, then read-only */

static int32_t clean_exec(TnContext *cx) {
    Clean *clean = cx->state;
    clean->block = malloc(64);
    return clean->block == NULL ? tn_error(cx, TN_MEMORY_ERROR, "no memory") : 0;
}

static int32_t clean_free(TnContext *cx) {
    free(((Clean *)cx->state)->block);
    return 0;
}

static int64_t clean_next(Clean *clean) { return ++clean->value; }

static const char *clean_word(int64_t index) { return words[index & 1]; }

static const TnMethod clean_methods[] = {
    TN_TYPED("next", clean_next, "(state) -> i64", "Counts."),
    TN_TYPED("word", clean_word, "(i64) -> str", "Gives a word."), TN_METHODS_END};

TENON_MODULE(clean, TN_STATE_SIZE(sizeof(Clean)), TN_METHODS(clean_methods), TN_EXEC(clean_exec),
             TN_FREE(clean_free), TN_INTERPRETERS(TN_ISOLATED));
