/* SPDX-License-Identifier: Apache-2.0 */
/* Images: libraries that are mapped from memory, under the name of the file that they were copied
 * from. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "platform.h"

/* Frees a name somewhat later: somebody may just have got it from dladdr. */
static void retire(char *name) {
    enum { KEPT = 64 };
    static _Atomic(char *) kept[KEPT];
    static atomic_uint next;
    free(atomic_exchange(&kept[atomic_fetch_add(&next, 1) % KEPT], name));
}

static char *copy_of(const char *text) {
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    return copy == NULL ? NULL : memcpy(copy, text, size);
}

int64_t tenon_host_name_library(int64_t handle, int64_t name, int64_t given, int64_t d) {
    (void)d;
    PlatformLibrary *library = tenon_library_of((void *)(intptr_t)handle);
    char **place = library == NULL ? NULL : tenon_library_name(library);
    char *own = place == NULL ? NULL : copy_of((const char *)(intptr_t)name);
    if (own == NULL) {
        return 0;
    }
    int64_t former = (int64_t)(intptr_t)*place;
    *place = own;
    if (given != 0) { /* the name that it had until now is one of these */
        retire((char *)(intptr_t)former);
        former = given;
    }
    return former;
}

int64_t tenon_host_watch_images(int64_t a, int64_t b, int64_t c, int64_t d) {
    (void)a;
    (void)b;
    (void)c;
    (void)d;
    static const char asked[] = "tenon_image_in_use";
    /* For good: threads have destructors in it. */
    return tenon_published_symbol(asked) != NULL ||
           (tenon_library_publish(asked) == 0 && tenon_published_symbol(asked) != NULL);
}

int64_t tenon_host_image_in_use(int64_t handle, int64_t text, int64_t size, int64_t d) {
    int64_t (*ask)(int64_t, int64_t, int64_t) = NULL;
    void *found = tenon_published_symbol("tenon_image_in_use");
    (void)d;
    memcpy(&ask, &found, sizeof ask);
    return ask == NULL ? 0 : ask(handle, text, size);
}

int64_t tenon_host_forget_values(int64_t handle, int64_t b, int64_t c, int64_t d) {
    int64_t (*forget)(int64_t) = NULL;
    void *found = tenon_published_symbol("tenon_image_forget_values");
    (void)b;
    (void)c;
    (void)d;
    memcpy(&forget, &found, sizeof forget);
    return forget == NULL ? 0 : forget(handle);
}

static void *off_the_books(PlatformLibrary *library) {
    void *(*unmapping)(PlatformLibrary *) = NULL;
    void *found = tenon_published_symbol("tenon_image_unmapping");
    memcpy(&unmapping, &found, sizeof unmapping);
    return unmapping == NULL ? NULL : unmapping(library);
}

static void end_watch(void *watched) {
    void (*unmapped)(void *) = NULL;
    void *found = tenon_published_symbol("tenon_image_unmapped");
    memcpy(&unmapped, &found, sizeof unmapped);
    if (unmapped != NULL && watched != NULL) {
        unmapped(watched);
    }
}

int64_t tenon_host_unmap_library(int64_t handle, int64_t former, int64_t c, int64_t d) {
    (void)c;
    (void)d;
    PlatformLibrary *library = tenon_library_of((void *)(intptr_t)handle);
    if (library == NULL) {
        return -1;
    }
    const void *inside = tenon_library_inside(library);
    char **name = former == 0 ? NULL : tenon_library_name(library);
    char *own = name == NULL ? NULL : *name;
    if (name != NULL) {
        *name = (char *)(intptr_t)former; /* the dynamic linker frees its own */
    }
    void *watched = off_the_books(library);
    int failed = tenon_library_close((void *)(intptr_t)handle);
    end_watch(watched);
    retire(own);
    if (failed) {
        return -1;
    }
    return tenon_library_at(inside) == library;
}

int64_t tenon_host_loaded(int64_t name, int64_t b, int64_t c, int64_t d) {
    (void)b;
    (void)c;
    (void)d;
    return (int64_t)(intptr_t)tenon_library_loaded((const char *)(intptr_t)name);
}
