/* SPDX-License-Identifier: Apache-2.0 */
/* macOS, by the documented interfaces of dyld, Mach and the pthread library. */
#include "platform.h"

#ifdef __APPLE__

#include <dlfcn.h>
#include <errno.h>
#include <mach-o/dyld.h>
#include <mach-o/loader.h>
#include <mach/mach.h>
#include <stdio.h>
#include <string.h>

/* ---- stacks -------------------------------------------------------------------------------- */

int tenon_stack_bounds(uintptr_t *lowest, size_t *size) {
    *size = pthread_get_stacksize_np(pthread_self());
    *lowest = (uintptr_t)pthread_get_stackaddr_np(pthread_self()) - *size; /* it gives the top */
    return 0;
}

/* ---- memory and files ---------------------------------------------------------------------- */

/* The kernel looks at one byte of each page and says so where this process would be killed. */
int tenon_is_readable(const void *place, size_t size) {
    uintptr_t next = (uintptr_t)place;
    if (size > UINTPTR_MAX - next) {
        return 0;
    }
    for (uintptr_t end = next + size; next < end; next = (next | vm_page_mask) + 1) {
        char copy;
        vm_size_t read = 0;
        if (vm_read_overwrite(mach_task_self(), next, 1, (vm_address_t)&copy, &read) !=
            KERN_SUCCESS) {
            return 0;
        }
    }
    return 1;
}

const PlatformMemoryFiles *const tenon_memory_files = NULL;

/* Blocks that are preallocated stay behind the end of the file, where they do not help a mapping.
 */
int tenon_file_reserve(int file, int64_t size) {
    (void)file;
    (void)size;
    return EOPNOTSUPP;
}

/* atos reads the debug information of a program from its side file, which a plug-in seldom has. */
int tenon_line_reader_start(const char *file, const char *offset, pid_t *child) {
    (void)file;
    (void)offset;
    (void)child;
    return -1;
}

#ifdef __aarch64__
/* Each of Apple's processors for it has them. */
int tenon_has_sha256(void) { return 1; }
#endif

/* ---- libraries ----------------------------------------------------------------------------- */

/* A library is known by the header that dyld has mapped. */
static const struct mach_header_64 *header_of(const PlatformLibrary *library) {
    return (const struct mach_header_64 *)library;
}

/* dyld gives one handle for all names of a library. */
PlatformLibrary *tenon_library_of(void *handle) {
    for (uint32_t index = 0; index < _dyld_image_count(); index++) {
        const char *name = _dyld_get_image_name(index);
        if (name != NULL && tenon_library_loaded(name) == handle) {
            return (PlatformLibrary *)(uintptr_t)_dyld_get_image_header(index);
        }
    }
    return NULL;
}

PlatformLibrary *tenon_library_at(const void *address) {
    Dl_info found;
    return dladdr(address, &found) == 0 ? NULL : (PlatformLibrary *)found.dli_fbase;
}

const void *tenon_library_inside(const PlatformLibrary *library) { return library; }

/* dyld copies the name before it gives it to anybody. */
char **tenon_library_name(PlatformLibrary *library) {
    (void)library;
    return NULL;
}

int tenon_library_file(PlatformLibrary *library, char *text, size_t size) {
    Dl_info found;
    return dladdr(library, &found) == 0 || found.dli_fname == NULL
               ? -1
               : snprintf(text, size, "%s", found.dli_fname);
}

void *tenon_jvm_symbol(const char *name) {
    void *symbol = dlsym(RTLD_DEFAULT, name);
    for (uint32_t index = 0; symbol == NULL && index < _dyld_image_count(); index++) {
        const char *file = _dyld_get_image_name(index);
        const char *slash = file == NULL ? NULL : strrchr(file, '/');
        void *handle = slash != NULL && strcmp(slash, "/libjvm.dylib") == 0
                           ? tenon_library_loaded(file)
                           : NULL;
        symbol = handle == NULL ? NULL : dlsym(handle, name);
    }
    return symbol;
}

static int64_t slide_of(const struct mach_header_64 *header) {
    for (uint32_t index = 0; index < _dyld_image_count(); index++) {
        if ((const void *)_dyld_get_image_header(index) == (const void *)header) {
            return (int64_t)_dyld_get_image_vmaddr_slide(index);
        }
    }
    return 0;
}

/* The numbers are those of ELF: PF_R, PF_W and PF_X. */
static int64_t flags_of(vm_prot_t protection) {
    return (protection & VM_PROT_READ ? 4 : 0) | (protection & VM_PROT_WRITE ? 2 : 0) |
           (protection & VM_PROT_EXECUTE ? 1 : 0);
}

int64_t tenon_library_segments(uintptr_t address, HostSegment *table, int64_t most) {
    const PlatformLibrary *library = tenon_library_at((const void *)address);
    if (library == NULL) {
        return 0;
    }
    const struct mach_header_64 *header = header_of(library);
    const char *next = (const char *)(header + 1);
    int64_t slide = slide_of(header);
    int64_t count = 0;
    for (uint32_t index = 0; index < header->ncmds; index++) {
        const struct load_command *command = (const struct load_command *)(const void *)next;
        const struct segment_command_64 *segment =
            (const struct segment_command_64 *)(const void *)next;
        if (command->cmd == LC_SEGMENT_64 && segment->vmsize > 0) {
            int64_t start = (int64_t)segment->vmaddr + slide;
            if (count < most) {
                table[count] = (HostSegment){start, start + (int64_t)segment->vmsize,
                                             flags_of(segment->initprot)};
            }
            count++;
        }
        next += command->cmdsize;
    }
    return count;
}

#endif
