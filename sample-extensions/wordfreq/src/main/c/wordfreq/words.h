/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Splits UTF-8 text into words.
 *
 * A word is a run of letters of any script and their marks, lower-cased, with single apostrophes
 * between letters; the typographic apostrophe counts as the plain one. Everything else separates,
 * bytes that are no UTF-8 too.
 */
#ifndef WORDFREQ_WORDS_H
#define WORDFREQ_WORDS_H

#include "letters.h"
#include "table.h"

/* A splitter in the middle of a text that comes in pieces. All zero but the pointers is a start. */
typedef struct Words {
    const Letters *letters;
    Table *table;
    char *word; /* the word so far */
    size_t length;
    size_t room;
    int apostrophe; /* one stands after the word so far */
} Words;

/* A text is handed over with this many zero bytes behind it. */
enum { WORDS_PADDING = 8 };

/* Reads one more piece and returns how many of its bytes were taken: up to three at the end are
 * left over when a character is not complete, unless this is the last piece. Returns -1 without
 * memory. */
int64_t words_feed(Words *words, const char *text, size_t size, int last);

/* Ends the text, and with it the last word; 0, or -1 without memory. */
int words_end(Words *words);

/* Frees the splitter's own memory. */
void words_free(Words *words);

#endif
