/* SPDX-License-Identifier: Apache-2.0 */
/* Encrypts with OpenSSL, and takes random numbers from it. */
/* needs: openssl/evp.h libssl-dev */
/* flags: -lcrypto */
#define _GNU_SOURCE
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    unsigned char b[16];
    RAND_bytes(b, 16);
    EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
    unsigned char o[64];
    int l = 0;
    EVP_EncryptInit_ex(c, EVP_aes_128_gcm(), 0, b, b);
    EVP_EncryptUpdate(c, o, &l, b, 16);
    EVP_CIPHER_CTX_free(c);
    ERR_clear_error();
    return l + n;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_cipher, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
