/* SPDX-License-Identifier: Apache-2.0 */
/* Distinguishes letters of all scripts from other characters and makes them lower case. */
#ifndef WORDFREQ_LETTERS_H
#define WORDFREQ_LETTERS_H

#include <stdint.h>

/* Code points below this are looked up in a table. */
enum { LETTERS_TABLE = 0x3000 };

/* Set in the "lower-case letter" of a mark: an accent or vowel sign of its own code point, which
 * goes on with a word but begins none. */
#define LETTERS_MARK 0x80000000u

typedef struct Letters {
    /* The lower-case letter of an ASCII byte; 0 for all other bytes. */
    unsigned char ascii[256];
    /* The lower-case letter of a code point, or LETTERS_MARK and the mark; 0 for all others. */
    uint32_t lower[LETTERS_TABLE];
    /* The C library's locale_t; NULL where it has none for UTF-8. */
    void *locale;
} Letters;

/* Fills the tables. Without a UTF-8 locale every character beyond ASCII counts as a letter. */
void letters_open(Letters *letters);

void letters_close(Letters *letters);

/* The same for a code point beyond the table. */
uint32_t letters_lower(const Letters *letters, uint32_t point);

#endif
