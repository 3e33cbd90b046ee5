/* SPDX-License-Identifier: Apache-2.0 */
#include "table.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 1024, PIECE_SIZE = 1 << 16 };

struct Piece {
    Piece *next;
    size_t used;
    size_t size;
    char text[];
};

static size_t padded(size_t length) {
    return (length + TABLE_PADDING - 1) & ~(size_t)(TABLE_PADDING - 1);
}

static uint64_t load(const char *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* Eight bytes of a word, with zeros for what lies behind its end. Masking in a register spares the
 * processor a wait for stores that overlap the load. */
static uint64_t block_of(const char *word, size_t index, size_t length) {
    size_t left = length - index;
    uint64_t block = load(word + index);
    if (left >= TABLE_PADDING) {
        return block;
    }
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return block & ~(UINT64_MAX >> left * 8);
#else
    return block & ((UINT64_C(1) << left * 8) - 1);
#endif
}

static uint64_t hash_of(const char *word, size_t length) {
    uint64_t hash = length;
    for (size_t index = 0; index < length; index += TABLE_PADDING) {
        hash = (hash ^ block_of(word, index, length)) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 32;
    }
    return hash;
}

/* Compares a word of the table, behind which there are zeros, with another of the same length. */
static int is_equal(const char *kept, const char *word, size_t length) {
    for (size_t index = 0; index < length; index += TABLE_PADDING) {
        if (load(kept + index) != block_of(word, index, length)) {
            return 0;
        }
    }
    return 1;
}

/* The place of a word, or the free place where it belongs. */
static Entry *find(Entry *entries, size_t capacity, const char *word, size_t length,
                   uint64_t hash) {
    size_t index = (size_t)hash & (capacity - 1);
    for (;;) {
        Entry *entry = &entries[index];
        if (entry->count == 0 || (entry->hash == hash && entry->length == length &&
                                  is_equal(entry->word, word, length))) {
            return entry;
        }
        index = (index + 1) & (capacity - 1);
    }
}

static int grow(Table *table) {
    size_t capacity = table->capacity == 0 ? FIRST_CAPACITY : table->capacity * 2;
    Entry *entries = calloc(capacity, sizeof *entries);
    if (entries == NULL) {
        return -1;
    }
    for (size_t index = 0; index < table->capacity; index++) {
        const Entry *old = &table->entries[index];
        if (old->count != 0) {
            *find(entries, capacity, old->word, old->length, old->hash) = *old;
        }
    }
    free(table->entries);
    table->entries = entries;
    table->capacity = capacity;
    return 0;
}

static const char *keep(Table *table, const char *word, size_t length) {
    size_t wanted = padded(length);
    Piece *piece = table->pieces;
    if (piece == NULL || piece->size - piece->used < wanted) {
        size_t size = wanted > PIECE_SIZE ? wanted : PIECE_SIZE;
        piece = malloc(sizeof *piece + size);
        if (piece == NULL) {
            return NULL;
        }
        piece->next = table->pieces;
        piece->used = 0;
        piece->size = size;
        table->pieces = piece;
    }
    char *text = piece->text + piece->used;
    memset(text, 0, wanted);
    memcpy(text, word, length);
    piece->used += wanted;
    return text;
}

int table_add(Table *table, const char *word, size_t length) {
    uint64_t hash = hash_of(word, length);
    /* At most seven of ten places are taken. */
    if (table->distinct * 10 >= table->capacity * 7 && grow(table) != 0) {
        return -1;
    }
    Entry *entry = find(table->entries, table->capacity, word, length, hash);
    if (entry->count == 0) {
        entry->word = keep(table, word, length);
        if (entry->word == NULL) {
            return -1;
        }
        entry->hash = hash;
        entry->length = length;
        table->distinct++;
    }
    entry->count++;
    table->total++;
    return 0;
}

uint64_t table_count(const Table *table, const char *word, size_t length) {
    uint64_t hash = hash_of(word, length);
    return table->capacity == 0 ? 0
                                : find(table->entries, table->capacity, word, length, hash)->count;
}

/* Whether a comes before b in the result. */
static int before(const Entry *a, const Entry *b) {
    if (a->count != b->count) {
        return a->count > b->count;
    }
    size_t common = a->length < b->length ? a->length : b->length;
    int order = memcmp(a->word, b->word, common);
    return order != 0 ? order < 0 : a->length < b->length;
}

static int compare(const void *a, const void *b) {
    const Entry *left = *(const Entry *const *)a;
    const Entry *right = *(const Entry *const *)b;
    return before(left, right) ? -1 : before(right, left);
}

/* Restores the heap, whose root is the last of the best, below an index. */
static void sift_down(const Entry **heap, size_t count, size_t index) {
    for (;;) {
        size_t last = index;
        for (size_t child = 2 * index + 1; child <= 2 * index + 2 && child < count; child++) {
            if (before(heap[last], heap[child])) {
                last = child;
            }
        }
        if (last == index) {
            return;
        }
        const Entry *swapped = heap[index];
        heap[index] = heap[last];
        heap[last] = swapped;
        index = last;
    }
}

size_t table_top(const Table *table, const Entry **top, size_t most) {
    size_t count = 0;
    if (most == 0) {
        return 0;
    }
    for (size_t index = 0; index < table->capacity; index++) {
        const Entry *entry = &table->entries[index];
        if (entry->count == 0) {
            continue;
        }
        if (count < most) {
            top[count++] = entry;
            for (size_t root = count / 2; count == most && root-- > 0;) {
                sift_down(top, count, root);
            }
        } else if (before(entry, top[0])) {
            top[0] = entry;
            sift_down(top, count, 0);
        }
    }
    qsort(top, count, sizeof *top, compare);
    return count;
}

void table_free(Table *table) {
    free(table->entries);
    while (table->pieces != NULL) {
        Piece *next = table->pieces->next;
        free(table->pieces);
        table->pieces = next;
    }
    memset(table, 0, sizeof *table);
}
