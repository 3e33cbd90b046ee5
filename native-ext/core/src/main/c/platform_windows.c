/* SPDX-License-Identifier: Apache-2.0 */
/* Windows 10 and later, by the documented interfaces. Text that comes in and goes out is UTF-8. */
#define WIN32_LEAN_AND_MEAN
#define _WIN32_WINNT 0x0A00
#include "platform.h"

#ifdef _WIN32

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <windows.h>

/* What the system takes for a path; the limit is its own. */
enum { MOST_CHARACTERS = 32768 };

static int to_wide(const char *text, wchar_t *wide, int most) {
    return MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, wide, most) > 0 ? 0 : -1;
}

static int from_wide(const wchar_t *wide, char *text, size_t size) {
    return WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, (int)size, NULL, NULL) - 1;
}

/* ---- threads ------------------------------------------------------------------------------- */

_Static_assert(sizeof(PlatformLock) == sizeof(SRWLOCK), "a lock is laid out as the system's");

void tenon_lock(PlatformLock *lock) { AcquireSRWLockExclusive((PSRWLOCK)(void *)lock); }

void tenon_unlock(PlatformLock *lock) { ReleaseSRWLockExclusive((PSRWLOCK)(void *)lock); }

int tenon_lock_try(PlatformLock *lock) {
    return TryAcquireSRWLockExclusive((PSRWLOCK)(void *)lock) ? 0 : -1;
}

/* Of the two kinds of storage for a thread, this one calls a function when a thread ends. */
int tenon_key_create(PlatformKey *key, void (*end)(void *value)) {
    *key = FlsAlloc(end);
    return *key == FLS_OUT_OF_INDEXES ? -1 : 0;
}

int tenon_key_set(PlatformKey key, void *value) { return FlsSetValue(key, value) ? 0 : -1; }

/* No thread is cancelled here but by TerminateThread, which nothing can hold up. */
int tenon_cancellation_disable(void) { return 0; }

void tenon_cancellation_restore(int state) { (void)state; }

void tenon_sleep_millisecond(void) { Sleep(1); }

/* ---- stacks -------------------------------------------------------------------------------- */

int tenon_stack_bounds(uintptr_t *lowest, size_t *size) {
    ULONG_PTR low, high;
    GetCurrentThreadStackLimits(&low, &high);
    *lowest = (uintptr_t)low;
    *size = (size_t)(high - low);
    return 0;
}

int tenon_return_addresses(void **addresses, int most) {
    return CaptureStackBackTrace(1, (DWORD)most, addresses, NULL);
}

enum { HANDLER_STACK = 64 * 1024 };

static volatile LONG reports_overflow;

void tenon_overflow_start(void) {
    (void)InterlockedExchange(&reports_overflow, 1);
    tenon_overflow_guard();
}

void tenon_overflow_guard(void) {
    ULONG bytes = HANDLER_STACK;
    if (reports_overflow) {
        (void)SetThreadStackGuarantee(&bytes);
    }
}

/* ---- memory and files ---------------------------------------------------------------------- */

void *tenon_pages_map(size_t size) {
    return VirtualAlloc(NULL, size, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
}

void tenon_pages_unmap(void *place, size_t size) {
    (void)size;
    (void)VirtualFree(place, 0, MEM_RELEASE);
}

int tenon_pages_execute(void *place, size_t size) {
    DWORD former;
    return VirtualProtect(place, size, PAGE_EXECUTE_READ, &former) &&
                   FlushInstructionCache(GetCurrentProcess(), place, size)
               ? 0
               : -1;
}

/* The system looks at each region of equal protection. */
int tenon_is_readable(const void *place, size_t size) {
    enum { UNREADABLE = PAGE_NOACCESS | PAGE_GUARD | PAGE_EXECUTE };
    uintptr_t next = (uintptr_t)place;
    if (size > UINTPTR_MAX - next) {
        return 0;
    }
    for (uintptr_t end = next + size; next < end;) {
        MEMORY_BASIC_INFORMATION region;
        if (VirtualQuery((const void *)next, &region, sizeof region) == 0 ||
            region.State != MEM_COMMIT || (region.Protect & UNREADABLE) != 0) {
            return 0;
        }
        next = (uintptr_t)region.BaseAddress + region.RegionSize;
    }
    return 1;
}

int tenon_file_open(const char *path) {
    wchar_t wide[MAX_PATH];
    if (to_wide(path, wide, MAX_PATH) != 0) {
        return -ENAMETOOLONG;
    }
    int file = _wopen(wide, _O_RDONLY | _O_BINARY | _O_NOINHERIT);
    return file < 0 ? -errno : file;
}

int tenon_file_status(int file, PlatformFileStatus *status) {
    enum { NANOSECONDS = 100 };
    struct _stat64 found;
    FILE_BASIC_INFO basic;
    if (_fstat64(file, &found) != 0) {
        return errno;
    }
    if (!GetFileInformationByHandleEx((HANDLE)_get_osfhandle(file), FileBasicInfo, &basic,
                                      sizeof basic)) {
        return EIO;
    }
    status->size = found.st_size;
    status->changed = basic.ChangeTime.QuadPart * NANOSECONDS;
    status->is_regular = (found.st_mode & _S_IFMT) == _S_IFREG;
    return 0;
}

int64_t tenon_file_read(int file, void *to, size_t size, int64_t offset) {
    return _lseeki64(file, offset, SEEK_SET) < 0 ? -errno : _read(file, to, (unsigned)size);
}

void tenon_file_close(int file) { (void)_close(file); }

const PlatformMemoryFiles *const tenon_memory_files = NULL;

void tenon_say(const char *text) {
    DWORD written;
    (void)WriteFile(GetStdHandle(STD_ERROR_HANDLE), text, (DWORD)strlen(text), &written, NULL);
}

#ifdef __aarch64__
int tenon_has_sha256(void) {
    return IsProcessorFeaturePresent(PF_ARM_V8_CRYPTO_INSTRUCTIONS_AVAILABLE) != 0;
}
#endif

/* ---- libraries ----------------------------------------------------------------------------- */

/* A library is known by its module handle, which is its address. */
static PlatformLibrary *library_of(HMODULE module) { return (PlatformLibrary *)module; }

static void describe_failure(DWORD failure, char *reason, size_t size) {
    wchar_t text[512];
    if (FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, failure, 0,
                       text, sizeof text / sizeof *text, NULL) == 0 ||
        from_wide(text, reason, size) < 0) {
        (void)snprintf(reason, size, "error %lu of Windows", failure);
    }
}

/* What it needs is looked for next to it, and not in the current directory. */
void *tenon_library_open(const char *path, char *reason, size_t size) {
    wchar_t wide[MAX_PATH];
    HMODULE module = NULL;
    DWORD failure = ERROR_FILENAME_EXCED_RANGE;
    if (to_wide(path, wide, MAX_PATH) == 0) {
        module = LoadLibraryExW(
            wide, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
        failure = GetLastError();
    }
    if (module == NULL && size > 0) {
        describe_failure(failure, reason, size);
    }
    return module;
}

int tenon_library_close(void *handle) { return FreeLibrary(handle) ? 0 : -1; }

void *tenon_library_symbol(void *handle, const char *name) {
    FARPROC found = GetProcAddress(handle, name);
    void *symbol;
    memcpy(&symbol, &found, sizeof symbol);
    return symbol;
}

void *tenon_library_loaded(const char *name) {
    wchar_t wide[MAX_PATH];
    return to_wide(name, wide, MAX_PATH) == 0 ? GetModuleHandleW(wide) : NULL;
}

/* A library sees the functions of those alone that it was linked with. */
int tenon_library_publish(const void *address) {
    (void)address;
    return -1;
}

void *tenon_published_symbol(const char *name) {
    (void)name;
    return NULL;
}

void *tenon_jvm_symbol(const char *name) {
    HMODULE jvm = GetModuleHandleW(L"jvm.dll");
    return jvm == NULL ? NULL : tenon_library_symbol(jvm, name);
}

PlatformLibrary *tenon_library_of(void *handle) {
    return tenon_library_at(handle) == handle ? library_of(handle) : NULL;
}

PlatformLibrary *tenon_library_at(const void *address) {
    HMODULE module = NULL;
    (void)GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS |
                                 GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                             address, &module);
    return library_of(module);
}

const void *tenon_library_inside(const PlatformLibrary *library) { return library; }

/* The name belongs to the loader. */
char **tenon_library_name(PlatformLibrary *library) {
    (void)library;
    return NULL;
}

int tenon_library_file(PlatformLibrary *library, char *text, size_t size) {
    static wchar_t wide[MOST_CHARACTERS];
    static PlatformLock lock = PLATFORM_UNLOCKED;
    int length = -1;
    tenon_lock(&lock);
    DWORD found = GetModuleFileNameW((HMODULE)library, wide, MOST_CHARACTERS);
    if (found > 0 && found < MOST_CHARACTERS) {
        length = from_wide(wide, text, size);
    }
    tenon_unlock(&lock);
    return length;
}

int tenon_library_place(const void *address, char *text, size_t size, uintptr_t *start) {
    PlatformLibrary *library = tenon_library_at(address);
    if (library == NULL || tenon_library_file(library, text, size) < 0) {
        return -1;
    }
    *start = (uintptr_t)library;
    return 0;
}

/* The numbers are those of ELF: PF_R, PF_W and PF_X. */
static int64_t flags_of(DWORD characteristics) {
    return (characteristics & IMAGE_SCN_MEM_READ ? 4 : 0) |
           (characteristics & IMAGE_SCN_MEM_WRITE ? 2 : 0) |
           (characteristics & IMAGE_SCN_MEM_EXECUTE ? 1 : 0);
}

int64_t tenon_library_segments(uintptr_t address, HostSegment *table, int64_t most) {
    const char *base = (const char *)tenon_library_at((const void *)address);
    if (base == NULL) {
        return 0;
    }
    const IMAGE_DOS_HEADER *head = (const IMAGE_DOS_HEADER *)(const void *)base;
    const IMAGE_NT_HEADERS *headers =
        (const IMAGE_NT_HEADERS *)(const void *)(base + head->e_lfanew);
    const IMAGE_SECTION_HEADER *section = IMAGE_FIRST_SECTION(headers);
    int64_t count = headers->FileHeader.NumberOfSections;
    for (int64_t index = 0; index < count && index < most; index++) {
        int64_t start = (int64_t)(intptr_t)base + section[index].VirtualAddress;
        table[index] = (HostSegment){start, start + section[index].Misc.VirtualSize,
                                     flags_of(section[index].Characteristics)};
    }
    return count;
}

/* ---- trail --------------------------------------------------------------------------------- */

/* The JVM ends without a signal after a crash, so nothing could report what stands in a trail. */
int64_t tenon_host_trail(int64_t path, int64_t b, int64_t c, int64_t d) {
    (void)path;
    (void)b;
    (void)c;
    (void)d;
    return -HOST_TRAIL_UNSUPPORTED;
}

#endif
