/* SPDX-License-Identifier: Apache-2.0 */
/* Images: libraries that are mapped from memory, under the name of the file that they were copied
 * from. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"
#include "platform.h"

static struct link_map *map_of(int64_t handle) {
    struct link_map *map = NULL;
    return dlinfo((void *)(intptr_t)handle, RTLD_DI_LINKMAP, &map) == 0 ? map : NULL;
}

/* Frees a name somewhat later: somebody may just have got it from dladdr. */
static void retire(char *name) {
    enum { KEPT = 64 };
    static _Atomic(char *) kept[KEPT];
    static atomic_uint next;
    free(atomic_exchange(&kept[atomic_fetch_add(&next, 1) % KEPT], name));
}

/* The dynamic linker compares the names that it was given itself when it looks for a library; this
 * one is for people and tools that ask where an address lies. */
int64_t tenon_host_name_library(int64_t handle, int64_t name, int64_t given, int64_t d) {
    (void)d;
    struct link_map *map = map_of(handle);
    if (map == NULL) {
        return 0;
    }
    char *own = strdup((const char *)(intptr_t)name);
    if (own == NULL) {
        return 0;
    }
    int64_t former = (int64_t)(intptr_t)map->l_name;
    map->l_name = own;
    if (given != 0) { /* the name that it had until now is one of these */
        retire((char *)(intptr_t)former);
        former = given;
    }
    return former;
}

/* A function of the host library whose functions images are linked with: RTLD_DEFAULT would find
 * this library's own. */
static void *watching(const char *name) {
    static void *program;
    if (program == NULL) {
        program = dlopen(NULL, RTLD_NOW);
    }
    return program == NULL ? NULL : dlsym(program, name);
}

int64_t tenon_host_watch_images(int64_t a, int64_t b, int64_t c, int64_t d) {
    (void)a;
    (void)b;
    (void)c;
    (void)d;
    Dl_info own;
    if (watching("tenon_image_in_use") != NULL) {
        return 1;
    }
    /* For good: threads have destructors in it. */
    return dladdr((const void *)(uintptr_t)map_of, &own) != 0 &&
           dlopen(own.dli_fname, RTLD_NOW | RTLD_NOLOAD | RTLD_GLOBAL | RTLD_NODELETE) != NULL &&
           watching("tenon_image_in_use") != NULL;
}

int64_t tenon_host_image_in_use(int64_t handle, int64_t text, int64_t size, int64_t d) {
    int64_t (*ask)(int64_t, int64_t, int64_t) = NULL;
    void *found = watching("tenon_image_in_use");
    (void)d;
    memcpy(&ask, &found, sizeof ask);
    return ask == NULL ? 0 : ask(handle, text, size);
}

int64_t tenon_host_forget_values(int64_t handle, int64_t b, int64_t c, int64_t d) {
    int64_t (*forget)(int64_t) = NULL;
    void *found = watching("tenon_image_forget_values");
    (void)b;
    (void)c;
    (void)d;
    memcpy(&forget, &found, sizeof forget);
    return forget == NULL ? 0 : forget(handle);
}

static void *off_the_books(struct link_map *map) {
    void *(*unmapping)(struct link_map *) = NULL;
    void *found = watching("tenon_image_unmapping");
    memcpy(&unmapping, &found, sizeof unmapping);
    return unmapping == NULL ? NULL : unmapping(map);
}

static void end_watch(void *watched) {
    void (*unmapped)(void *) = NULL;
    void *found = watching("tenon_image_unmapped");
    memcpy(&unmapped, &found, sizeof unmapped);
    if (unmapped != NULL && watched != NULL) {
        unmapped(watched);
    }
}

int64_t tenon_host_unmap_library(int64_t handle, int64_t former, int64_t c, int64_t d) {
    (void)c;
    (void)d;
    struct link_map *map = map_of(handle);
    if (map == NULL) {
        return -1;
    }
    const void *inside = map->l_ld;
    char *own = former == 0 ? NULL : map->l_name;
    if (own != NULL) {
        map->l_name = (char *)(intptr_t)former; /* the dynamic linker frees its own */
    }
    void *watched = off_the_books(map);
    int failed = dlclose((void *)(intptr_t)handle);
    end_watch(watched);
    retire(own);
    if (failed) {
        return -1;
    }
    return tenon_library_at(inside) == map;
}

int64_t tenon_host_loaded(int64_t name, int64_t b, int64_t c, int64_t d) {
    (void)b;
    (void)c;
    (void)d;
    void *handle = dlopen((const char *)(intptr_t)name, RTLD_NOW | RTLD_NOLOAD);
    if (handle != NULL) {
        (void)dlclose(handle);
    }
    return (int64_t)(intptr_t)handle;
}
