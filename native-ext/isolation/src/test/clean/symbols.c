/* SPDX-License-Identifier: Apache-2.0 */
/* Looks for functions of another library when they are needed first. */
/* flags: -ldl */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

#include <tenon.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static double (*cosine)(double);

static int64_t f(int64_t n) {
    (void)pthread_mutex_lock(&lock);
    if (cosine == NULL) {
        void *library = dlopen("libm.so.6", RTLD_NOW);
        *(void **)&cosine = library == NULL ? NULL : dlsym(library, "cos");
    }
    (void)pthread_mutex_unlock(&lock);
    return cosine == NULL ? -1 : (int64_t)cosine(0.0) + n;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_symbols, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
