/* SPDX-License-Identifier: Apache-2.0 */
/* Lets libcurl initialize itself, and connects in vain. */
/* needs: curl/curl.h libcurl4-openssl-dev */
/* flags: -lcurl */
#define _GNU_SOURCE
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    CURL *c = curl_easy_init();
    char *e = curl_easy_escape(c, "a b", 3);
    int64_t r = (int64_t)strlen(e);
    curl_free(e);
    curl_easy_setopt(c, CURLOPT_URL, "http://127.0.0.1:1/");
    r += curl_easy_perform(c);
    curl_easy_cleanup(c);
    return r + n;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_curl_http, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
