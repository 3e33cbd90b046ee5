/* SPDX-License-Identifier: Apache-2.0 */
/* Resolves a name. */
#define _GNU_SOURCE
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    struct addrinfo *a = 0;
    int r = getaddrinfo("localhost", "80", 0, &a);
    if (!r)
        freeaddrinfo(a);
    return r + n;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_addr, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
