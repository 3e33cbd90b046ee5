/* SPDX-License-Identifier: Apache-2.0 */
/* Calculates with GMP, with random numbers of its own. */
/* needs: gmp.h libgmp-dev */
/* flags: -lgmp */
#define _GNU_SOURCE
#include <gmp.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    mpz_t number;
    gmp_randstate_t state;
    mpz_init(number);
    mpz_fac_ui(number, (unsigned long)n + 30);
    gmp_randinit_default(state);
    mpz_urandomm(number, state, number);
    gmp_randclear(state);
    int64_t size = (int64_t)mpz_sizeinbase(number, 2);
    mpz_clear(number);
    return size;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_gmp, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
