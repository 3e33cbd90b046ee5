/* SPDX-License-Identifier: Apache-2.0 */
/* Counts words in an open-addressing hash table that owns their text. */
#ifndef WORDFREQ_TABLE_H
#define WORDFREQ_TABLE_H

#include <stddef.h>
#include <stdint.h>

typedef struct Entry {
    uint64_t hash;
    uint64_t count;   /* 0 for a free place */
    const char *word; /* zeros follow up to a multiple of 8 bytes */
    size_t length;
} Entry;

typedef struct Piece Piece;

/* All zero is an empty table. */
typedef struct Table {
    Entry *entries;
    size_t capacity; /* 0 or a power of two */
    size_t distinct;
    uint64_t total;
    Piece *pieces; /* where the words lie */
} Table;

/* Words are handed over with this many readable bytes behind them. */
enum { TABLE_PADDING = 8 };

/* Counts a word once more; 0, or -1 without memory. The word is copied. */
int table_add(Table *table, const char *word, size_t length);

/* How often a word was counted. */
uint64_t table_count(const Table *table, const char *word, size_t length);

/* Puts the most frequent words first into top, which has room for most entries, frequent ones first
 * and equally frequent ones by their bytes; returns how many. */
size_t table_top(const Table *table, const Entry **top, size_t most);

/* Frees everything; the table is empty afterwards. */
void table_free(Table *table);

#endif
