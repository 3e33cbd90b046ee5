/* SPDX-License-Identifier: Apache-2.0 */
/* newlocale and the functions with a locale argument are POSIX, wcwidth is its XSI part. */
#define _XOPEN_SOURCE 700
#include "letters.h"

#include <locale.h>
#include <wchar.h>
#include <wctype.h>

enum { ZERO_WIDTH_NON_JOINER = 0x200C, ZERO_WIDTH_JOINER = 0x200D };

/* Characters without a width that are no part of words: direction marks, the byte order mark. */
static int is_format(uint32_t point) {
    return point == 0x61C || point == 0x180E || point == 0xFEFF || point >= 0xE0000 ||
           (point >= 0x200B && point <= 0x206F && point != ZERO_WIDTH_NON_JOINER &&
            point != ZERO_WIDTH_JOINER);
}

/* The C library has no class for marks: they are what takes no place of its own. */
static int is_mark(const Letters *letters, uint32_t point) {
    locale_t usual = uselocale((locale_t)letters->locale);
    int width = wcwidth((wchar_t)point);
    (void)uselocale(usual);
    return point >= 0x80 && width == 0 && !is_format(point);
}

uint32_t letters_lower(const Letters *letters, uint32_t point) {
    if (letters->locale == NULL) {
        return point;
    }
    if (iswalpha_l((wint_t)point, (locale_t)letters->locale)) {
        return (uint32_t)towlower_l((wint_t)point, (locale_t)letters->locale);
    }
    return is_mark(letters, point) ? LETTERS_MARK | point : 0;
}

void letters_open(Letters *letters) {
    letters->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    for (uint32_t point = 'A'; point <= 'Z'; point++) {
        letters->ascii[point] = (unsigned char)(point - 'A' + 'a');
        letters->ascii[point - 'A' + 'a'] = (unsigned char)(point - 'A' + 'a');
    }
    for (uint32_t point = 0; point < LETTERS_TABLE; point++) {
        letters->lower[point] =
            point < 0x80 ? letters->ascii[point] : letters_lower(letters, point);
    }
}

void letters_close(Letters *letters) {
    if (letters->locale != NULL) {
        freelocale((locale_t)letters->locale);
        letters->locale = NULL;
    }
}
