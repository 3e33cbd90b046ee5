/* SPDX-License-Identifier: Apache-2.0 */
/* Uses the standard library of Rust. */
/* flags: -lpthread -ldl -lm -lgcc_s */
#define _GNU_SOURCE

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tenon.h>

int64_t rust_f(int64_t n);

static int64_t f(int64_t n) { return rust_f(n); }

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_rust, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
