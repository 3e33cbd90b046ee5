/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of this folder share: a check that names its place and goes on. */
#ifndef TENON_CHECK_H
#define TENON_CHECK_H

#include <stdio.h>

static int checks_failed;

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);          \
            checks_failed++;                                                                       \
        }                                                                                          \
    } while (0)

/* What main returns. */
#define CHECKS_STATUS (checks_failed == 0 ? 0 : 1)

#endif
