/* SPDX-License-Identifier: Apache-2.0 */
/* Maps libraries and finds what memory belongs to them. */
#include "platform.h"

int64_t tenon_host_start(int64_t upcall, int64_t jvm, int64_t c, int64_t d) {
    (void)c;
    (void)d;
    tenon_host_call = (HostCall)(intptr_t)upcall;
    return tenon_thread_start((HostJvm *)(intptr_t)jvm) == 0 ? TENON_ABI : 0;
}

int64_t tenon_host_open_library(int64_t path, int64_t b, int64_t error, int64_t size) {
    (void)b;
    return (int64_t)(intptr_t)tenon_library_open((const char *)(intptr_t)path,
                                                 (char *)(intptr_t)error, (size_t)size);
}

int64_t tenon_host_close_library(int64_t handle, int64_t b, int64_t c, int64_t d) {
    (void)b;
    (void)c;
    (void)d;
    return tenon_library_close((void *)(intptr_t)handle);
}

int64_t tenon_host_symbol(int64_t handle, int64_t name, int64_t c, int64_t d) {
    (void)c;
    (void)d;
    return (int64_t)(intptr_t)tenon_library_symbol((void *)(intptr_t)handle,
                                                   (const char *)(intptr_t)name);
}

int64_t tenon_host_readable(int64_t address, int64_t size, int64_t c, int64_t d) {
    (void)c;
    (void)d;
    return tenon_is_readable((const void *)(intptr_t)address, (size_t)size);
}

int64_t tenon_host_place(int64_t address, int64_t text, int64_t size, int64_t d) {
    uintptr_t start = 0;
    (void)d;
    return tenon_library_place((const void *)(intptr_t)address, (char *)(intptr_t)text,
                               (size_t)size, &start) == 0
               ? address - (int64_t)start
               : -1;
}

int64_t tenon_host_file(int64_t handle, int64_t text, int64_t size, int64_t d) {
    PlatformLibrary *library = tenon_library_of((void *)(intptr_t)handle);
    (void)d;
    return library == NULL ? -1 : tenon_library_file(library, (char *)(intptr_t)text, (size_t)size);
}

int64_t tenon_host_mapping(int64_t address, int64_t table, int64_t most, int64_t d) {
    (void)d;
    return tenon_library_segments((uintptr_t)address, (HostSegment *)(intptr_t)table, most);
}
