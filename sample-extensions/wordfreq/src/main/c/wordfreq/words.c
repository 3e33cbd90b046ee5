/* SPDX-License-Identifier: Apache-2.0 */
#include "words.h"

#include <stdlib.h>
#include <string.h>

enum { RIGHT_QUOTE = 0x2019, INCOMPLETE = -1, BROKEN = -2 };

static void append(Words *words, unsigned char byte) { words->word[words->length++] = (char)byte; }

static int end_word(Words *words) {
    int status = 0;
    if (words->length != 0) {
        status = table_add(words->table, words->word, words->length);
    }
    words->length = 0;
    words->apostrophe = 0;
    return status;
}

/* An apostrophe between two letters belongs to the word. */
static void join(Words *words) {
    if (words->apostrophe) {
        append(words, '\'');
        words->apostrophe = 0;
    }
}

static void append_point(Words *words, uint32_t point) {
    join(words);
    if (point < 0x80) {
        append(words, (unsigned char)point);
        return;
    }
    if (point < 0x800) {
        append(words, (unsigned char)(0xC0 | point >> 6));
    } else {
        if (point < 0x10000) {
            append(words, (unsigned char)(0xE0 | point >> 12));
        } else {
            append(words, (unsigned char)(0xF0 | point >> 18));
            append(words, (unsigned char)(0x80 | (point >> 12 & 0x3F)));
        }
        append(words, (unsigned char)(0x80 | (point >> 6 & 0x3F)));
    }
    append(words, (unsigned char)(0x80 | (point & 0x3F)));
}

/* Decodes the character at text, whose first byte is not ASCII: its length is stored. */
static int64_t decode(const unsigned char *text, size_t left, size_t *length) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t size = text[0] >= 0xF0 ? 4 : (text[0] >= 0xE0 ? 3 : 2);
    uint32_t point = text[0] & (0xFFu >> (size + 1));
    *length = 1;
    if (text[0] < 0xC2 || text[0] > 0xF4) {
        return BROKEN;
    }
    for (size_t index = 1; index < size; index++) {
        if (index == left) {
            return INCOMPLETE;
        }
        if ((text[index] & 0xC0) != 0x80) {
            return BROKEN;
        }
        point = point << 6 | (text[index] & 0x3Fu);
    }
    if (point < least[size] || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) {
        return BROKEN;
    }
    *length = size;
    return point;
}

static int take_point(Words *words, int64_t point) {
    uint32_t lower = 0;
    if (point == RIGHT_QUOTE && words->length != 0 && !words->apostrophe) {
        words->apostrophe = 1;
        return 0;
    }
    if (point >= 0) {
        lower = point < LETTERS_TABLE ? words->letters->lower[point]
                                      : letters_lower(words->letters, (uint32_t)point);
    }
    if (lower == 0 || ((lower & LETTERS_MARK) != 0 && (words->length == 0 || words->apostrophe))) {
        return end_word(words);
    }
    append_point(words, lower & ~LETTERS_MARK);
    return 0;
}

/* A lower-case letter may take more bytes than its upper-case form: at most 3 for 2. */
static int make_room(Words *words, size_t size) {
    size_t wanted = words->length + size * 2 + 2 * TABLE_PADDING;
    if (wanted <= words->room) {
        return 0;
    }
    char *word = realloc(words->word, wanted * 2);
    if (word == NULL) {
        return -1;
    }
    words->word = word;
    words->room = wanted * 2;
    return 0;
}

/* Makes eight ASCII letters lower case at once and returns how many of the bytes are letters before
 * the first one that is none. */
static size_t lower_run(const unsigned char *text, char *word) {
    const uint64_t ones = 0x0101010101010101u;
    uint64_t block;
    memcpy(&block, text, sizeof block);
    uint64_t lower = block | 0x20 * ones;
    memcpy(word, &lower, sizeof lower);
    /* The top bit of each byte is set in from_a if it is at least 'a', in beyond_z if beyond 'z'.
     */
    uint64_t low = lower & 0x7F * ones;
    uint64_t from_a = low + (0x80 - 'a') * ones;
    uint64_t beyond_z = low + (0x7F - 'z') * ones;
    uint64_t others = ~(from_a & ~beyond_z & ~block) & 0x80 * ones;
#if defined(__GNUC__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return others == 0 ? sizeof block : (size_t)__builtin_ctzll(others) / 8;
#else
    unsigned char marks[sizeof others];
    size_t count = 0;
    memcpy(marks, &others, sizeof marks);
    while (count < sizeof marks && marks[count] == 0) {
        count++;
    }
    return count;
#endif
}

int64_t words_feed(Words *words, const char *text, size_t size, int last) {
    const unsigned char *next = (const unsigned char *)text;
    const unsigned char *end = next + size;
    const unsigned char *ascii = words->letters->ascii;
    if (make_room(words, size) != 0) {
        return -1;
    }
    while (next < end) {
        if (ascii[*next] != 0) {
            join(words);
            size_t run;
            do { /* ends at the zeros behind the text at the latest */
                run = lower_run(next, words->word + words->length);
                words->length += run;
                next += run;
            } while (run == WORDS_PADDING);
            continue;
        }
        if (*next < 0x80) {
            if (*next == '\'' && words->length != 0 && !words->apostrophe) {
                words->apostrophe = 1;
            } else if (end_word(words) != 0) {
                return -1;
            }
            next++;
            continue;
        }
        size_t length;
        int64_t point = decode(next, (size_t)(end - next), &length);
        if (point == INCOMPLETE && !last) {
            break;
        }
        if (take_point(words, point) != 0) {
            return -1;
        }
        next += length;
    }
    return next - (const unsigned char *)text;
}

int words_end(Words *words) { return end_word(words); }

void words_free(Words *words) {
    free(words->word);
    words->word = NULL;
    words->room = 0;
    words->length = 0;
}
