/* SPDX-License-Identifier: Apache-2.0 */
/* Writes temporary files, and tries files that it may not write. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    char path[] = "/tmp/tenon-clean-XXXXXX";
    int file = mkstemp(path);
    if (file >= 0) {
        n += write(file, "x", 1);
        (void)close(file);
        (void)unlink(path);
    }
    FILE *none = fopen("/tenon/is/not/there", "a");
    return n + (none == NULL) + (open("/tenon/is/not/there/either", O_RDWR | O_CREAT, 0600) < 0);
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_temporary, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
