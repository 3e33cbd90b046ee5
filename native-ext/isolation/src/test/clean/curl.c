/* SPDX-License-Identifier: Apache-2.0 */
/* Initializes libcurl for each instance, as its documentation asks for, and reads a file. */
/* needs: curl/curl.h libcurl4-openssl-dev */
/* flags: -lcurl */
#define _GNU_SOURCE
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tenon.h>

static int32_t ex(TnContext *cx) {
    return curl_global_init(CURL_GLOBAL_ALL) ? tn_error(cx, TN_OS_ERROR, "no") : 0;
}

static int32_t fr(TnContext *cx) {
    (void)cx;
    curl_global_cleanup();
    return 0;
}
static size_t w(char *p, size_t s, size_t k, void *u) {
    (void)p;
    *(int64_t *)u += (int64_t)(s * k);
    return s * k;
}

static int64_t f(int64_t n) {
    int64_t g = 0;
    CURL *c = curl_easy_init();
    curl_easy_setopt(c, CURLOPT_URL, "file:///etc/hostname");
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, w);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, &g);
    int r = curl_easy_perform(c);
    curl_easy_cleanup(c);
    return g + r + n;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_curl, TN_METHODS(methods), TN_EXEC(ex), TN_FREE(fr),
             TN_INTERPRETERS(TN_ISOLATED));
