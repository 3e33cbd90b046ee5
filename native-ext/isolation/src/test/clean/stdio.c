/* SPDX-License-Identifier: Apache-2.0 */
/* Reads and writes files with stdio. */
#define _GNU_SOURCE

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    char b[64];
    snprintf(b, 64, "%g %ld", 1.5, (long)n);
    FILE *t = tmpfile();
    fputs(b, t);
    rewind(t);
    int c = fgetc(t);
    fclose(t);
    FILE *h = fopen("/etc/passwd", "r");
    c += fgetc(h);
    fclose(h);
    fflush(stdout);
    return c;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_stdio, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
