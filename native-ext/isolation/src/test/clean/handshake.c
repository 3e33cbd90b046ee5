/* SPDX-License-Identifier: Apache-2.0 */
/* Shakes hands with itself over TLS: a key, a certificate, two ends in memory. */
/* needs: openssl/ssl.h libssl-dev */
/* flags: -lssl -lcrypto */
#define _GNU_SOURCE
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <tenon.h>

static X509 *certificate_of(EVP_PKEY *key) {
    X509 *certificate = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME *name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"x", -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    X509_sign(certificate, key, EVP_sha256());
    return certificate;
}

static int64_t f(int64_t n) {
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = certificate_of(key);
    SSL_CTX *context = SSL_CTX_new(TLS_method());
    SSL_CTX_use_certificate(context, certificate);
    SSL_CTX_use_PrivateKey(context, key);
    SSL *server = SSL_new(context);
    SSL *client = SSL_new(context);
    BIO *one;
    BIO *other;
    BIO_new_bio_pair(&one, 0, &other, 0);
    SSL_set_bio(server, one, one);
    SSL_set_bio(client, other, other);
    SSL_set_accept_state(server);
    SSL_set_connect_state(client);
    for (int round = 0; round < 10; round++) {
        (void)SSL_do_handshake(client);
        (void)SSL_do_handshake(server);
    }
    int64_t length = SSL_write(client, "hello", 5);
    char text[8];
    length += SSL_read(server, text, sizeof text);
    SSL_free(server);
    SSL_free(client);
    SSL_CTX_free(context);
    X509_free(certificate);
    EVP_PKEY_free(key);
    ERR_clear_error();
    return length + n;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_handshake, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
