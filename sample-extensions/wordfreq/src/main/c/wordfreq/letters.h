/* Tells letters of all scripts from other characters and makes them lower case. */
#ifndef WORDFREQ_LETTERS_H
#define WORDFREQ_LETTERS_H

#include <stdint.h>

/* Code points below this are looked up in a table. */
enum { LETTERS_TABLE = 0x3000 };

typedef struct Letters {
    /* The lower-case letter of an ASCII byte; 0 for all other bytes. */
    unsigned char ascii[256];
    /* The lower-case letter of a code point; 0 for what is no letter. */
    uint32_t lower[LETTERS_TABLE];
    /* The C library's locale_t; NULL where it has none for UTF-8. */
    void *locale;
} Letters;

/* Fills the tables. Without a UTF-8 locale every character beyond ASCII counts as a letter. */
void letters_open(Letters *letters);

void letters_close(Letters *letters);

/* The lower-case letter of a code point beyond the table; 0 for what is no letter. */
uint32_t letters_lower(const Letters *letters, uint32_t point);

#endif
