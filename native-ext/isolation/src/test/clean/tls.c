/* Makes a TLS context and a connection with OpenSSL. */
/* needs: openssl/ssl.h libssl-dev */
/* flags: -lssl -lcrypto */
#define _GNU_SOURCE
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    SSL_CTX *c = SSL_CTX_new(TLS_client_method());
    SSL *s = SSL_new(c);
    SSL_free(s);
    SSL_CTX_free(c);
    return n;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_tls, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
