/* SPDX-License-Identifier: Apache-2.0 */
/* Computes a digest with OpenSSL. */
/* needs: openssl/evp.h libssl-dev */
/* flags: -lcrypto */
#define _GNU_SOURCE
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    unsigned char digest[64];
    unsigned size = 0;
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    EVP_DigestInit_ex(c, EVP_sha256(), NULL);
    EVP_DigestUpdate(c, "abc", 3);
    EVP_DigestFinal_ex(c, digest, &size);
    EVP_MD_CTX_free(c);
    return digest[0] + n;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_digest, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
