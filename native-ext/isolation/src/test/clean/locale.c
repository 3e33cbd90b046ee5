/* SPDX-License-Identifier: Apache-2.0 */
/* Uses a locale of its own and the re-entrant time functions. */
#define _GNU_SOURCE
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    locale_t l = newlocale(LC_ALL_MASK, "C.UTF-8", 0);
    locale_t o = uselocale(l);
    double d = strtod("1.5", 0);
    uselocale(o);
    freelocale(l);
    time_t t = 0;
    struct tm m;
    gmtime_r(&t, &m);
    localtime_r(&t, &m);
    return (int64_t)(d * 2) + m.tm_year + n;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_locale, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
