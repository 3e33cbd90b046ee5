/* newlocale and the functions with a locale argument are POSIX. */
#define _POSIX_C_SOURCE 200809L
#include "letters.h"

#include <locale.h>
#include <wctype.h>

uint32_t letters_lower(const Letters *letters, uint32_t point) {
    if (letters->locale == NULL) {
        return point;
    }
    return iswalpha_l((wint_t)point, (locale_t)letters->locale)
               ? (uint32_t)towlower_l((wint_t)point, (locale_t)letters->locale)
               : 0;
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
