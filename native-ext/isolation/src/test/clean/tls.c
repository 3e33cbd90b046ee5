/* SPDX-License-Identifier: Apache-2.0 */
/* Makes a TLS context and a connection with OpenSSL. */
/* needs: openssl/ssl.h libssl-dev */
/* flags: -lssl -lcrypto */
#define _GNU_SOURCE
#include <openssl/ssl.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    SSL *connection = SSL_new(context);
    SSL_free(connection);
    SSL_CTX_free(context);
    return n;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_tls, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
