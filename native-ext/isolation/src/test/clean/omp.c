/* SPDX-License-Identifier: Apache-2.0 */
/* Adds numbers with OpenMP. */
/* flags: -fopenmp */
#define _GNU_SOURCE

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    int64_t s = 0;

#pragma omp parallel for reduction(+ : s) num_threads(3)
    for (int i = 0; i < 1000; i++)
        s += i * n;
    return s;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_omp, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
