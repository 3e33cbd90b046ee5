/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Watches stores to memory: the pages are made read-only; a store faults, is noted, and runs alone
 * with its page writable (the processor's trap flag), after which the page is read-only again. It
 * is there on x86-64 alone.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include "watch.h"

/* What is known of a store; the numbers are shared with Probe.java. */
enum { CHANGED = 1, ATOMIC = 2, LOCKED = 4, CONSTANT = 8 };
enum { PAGE = 4096, CAPACITY = 1 << 16, WINDOW = 64, MOST_PENDING = 4 };

typedef struct Store {
    uint64_t address;
    uint64_t code;
    uint64_t former; /* the aligned word before the store */
    uint64_t value;  /* and after it */
    uint64_t flags;
} Store;

static Store stores[CAPACITY];
static _Atomic uint32_t count;
static uintptr_t *pages;
static size_t page_count;
static _Atomic int is_watching;

static int is_watched(uintptr_t page) {
    size_t low = 0;
    size_t high = page_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pages[middle] == page) {
            return 1;
        }
        if (pages[middle] < page) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return 0;
}

#if defined(__x86_64__)

enum { TRAP_FLAG = 0x100 };

typedef struct Pending {
    uintptr_t page;
    uintptr_t address;
    uintptr_t code;
    uint64_t flags;
    uint64_t former;
    int is_of_lock;
    size_t size;
    uint8_t before[WINDOW];
} Pending;

static _Thread_local Pending pending[MOST_PENDING];
static _Thread_local int pending_count;
static struct sigaction former_fault;
static struct sigaction former_trap;

/* Whether an instruction is atomic, or stores a number that is a part of itself, or sets or clears
 * bits that are: nobody's data. */
static uint64_t kind_of(const uint8_t *code) {
    uint64_t kind = 0;
    while (*code == 0x66 || *code == 0xF2 || *code == 0xF3 || *code == 0x2E || *code == 0x36 ||
           *code == 0x3E || *code == 0x26 || *code == 0x64 || *code == 0x65 || *code == 0xF0) {
        kind |= *code == 0xF0 ? ATOMIC : 0;
        code++;
    }
    if ((*code & 0xF0) == 0x40) {
        code++;
    }
    if (*code == 0x86 || *code == 0x87) {
        kind |= ATOMIC;
    }
    int operation = code[1] >> 3 & 7;
    int is_or_and = operation == 1 || operation == 4;
    if (*code == 0xC6 || *code == 0xC7 ||
        ((*code == 0x80 || *code == 0x81 || *code == 0x83) && is_or_and)) {
        kind |= CONSTANT;
    }
    return kind;
}

static void pass_on(const struct sigaction *former, int number, siginfo_t *info, void *context) {
    if ((former->sa_flags & SA_SIGINFO) != 0) {
        former->sa_sigaction(number, info, context);
    } else if (former->sa_handler != SIG_DFL && former->sa_handler != SIG_IGN) {
        former->sa_handler(number);
    } else {
        (void)sigaction(number, former, NULL); /* it happens again, and ends the process */
    }
}

static void on_fault(int number, siginfo_t *info, void *context) {
    uintptr_t address = (uintptr_t)info->si_addr;
    uintptr_t page = address & ~(uintptr_t)(PAGE - 1);
    if (!atomic_load(&is_watching) || info->si_code != SEGV_ACCERR || !is_watched(page) ||
        pending_count == MOST_PENDING) {
        pass_on(&former_fault, number, info, context);
        return;
    }
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    Pending *store = &pending[pending_count++];
    store->page = page;
    store->address = address;
    store->code = (uintptr_t)registers[REG_RIP];
    store->flags = kind_of((const uint8_t *)store->code) | (watch_locks > 0 ? LOCKED : 0);
    store->is_of_lock = watch_in_lock > 0;
    memcpy(&store->former, (const void *)(address & ~(uintptr_t)7), 8);
    store->size = page + PAGE - address < WINDOW ? page + PAGE - address : WINDOW;
    memcpy(store->before, (const void *)address, store->size);
    (void)mprotect((void *)page, PAGE, PROT_READ | PROT_WRITE);
    registers[REG_EFL] |= TRAP_FLAG;
}

static void on_trap(int number, siginfo_t *info, void *context) {
    if (pending_count == 0) {
        pass_on(&former_trap, number, info, context);
        return;
    }
    for (int index = 0; index < pending_count; index++) {
        const Pending *store = &pending[index];
        /* What a lock does to itself says nothing, and there is much of it. */
        uint32_t place = store->is_of_lock ? CAPACITY : atomic_fetch_add(&count, 1);
        if (place < CAPACITY) {
            int changed = memcmp(store->before, (const void *)store->address, store->size) != 0;
            stores[place].address = store->address;
            stores[place].code = store->code;
            stores[place].former = store->former;
            memcpy(&stores[place].value, (const void *)(store->address & ~(uintptr_t)7), 8);
            stores[place].flags = store->flags | (changed ? CHANGED : 0);
        }
        if (atomic_load(&is_watching)) {
            (void)mprotect((void *)store->page, PAGE, PROT_READ);
        }
    }
    pending_count = 0;
    ((ucontext_t *)context)->uc_mcontext.gregs[REG_EFL] &= ~(greg_t)TRAP_FLAG;
}

static int start(void) {
    struct sigaction action;
    if (sigaction(SIGSEGV, NULL, &former_fault) != 0 ||
        sigaction(SIGTRAP, NULL, &former_trap) != 0) {
        return -1;
    }
    action = former_fault;
    action.sa_flags |= SA_SIGINFO | SA_ONSTACK;
    action.sa_sigaction = on_fault;
    if (sigaction(SIGSEGV, &action, NULL) != 0) {
        return -1;
    }
    action.sa_sigaction = on_trap;
    return sigaction(SIGTRAP, &action, NULL);
}

#else

static int start(void) { return -1; }

#endif

static int compare(const void *one, const void *other) {
    uintptr_t a = *(const uintptr_t *)one;
    uintptr_t b = *(const uintptr_t *)other;
    return (a > b) - (a < b);
}

/* Begins to watch the pages of ranges, given as pairs of start and end. */
int stores_watch(const uint64_t *ranges, size_t ranges_count) {
    size_t most = 0;
    for (size_t index = 0; index < ranges_count; index++) {
        most += (ranges[2 * index + 1] - ranges[2 * index]) / PAGE + 2;
    }
    pages = mmap(NULL, most * sizeof *pages + 1, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) {
        return -1;
    }
    size_t found = 0;
    for (size_t index = 0; index < ranges_count; index++) {
        uintptr_t page = ranges[2 * index] & ~(uintptr_t)(PAGE - 1);
        for (; page < ranges[2 * index + 1]; page += PAGE) {
            pages[found++] = page;
        }
    }
    qsort(pages, found, sizeof *pages, compare);
    page_count = found;
    if (start() != 0) {
        return -1;
    }
    atomic_store(&is_watching, 1);
    for (size_t index = 0; index < page_count; index++) {
        (void)mprotect((void *)pages[index], PAGE, PROT_READ);
    }
    return 0;
}

void stores_end(void) {
    if (atomic_exchange(&is_watching, 0)) {
        for (size_t index = 0; index < page_count; index++) {
            (void)mprotect((void *)pages[index], PAGE, PROT_READ | PROT_WRITE);
        }
    }
}

/* The kernel refuses to write to a page that is read-only: the pages of a buffer are made writable
 * for one call. */
void stores_open(const void *buffer, size_t size, uintptr_t caller) {
    if (!atomic_load(&is_watching)) {
        return;
    }
    uintptr_t first = (uintptr_t)buffer & ~(uintptr_t)(PAGE - 1);
    for (uintptr_t page = first; page < (uintptr_t)buffer + size; page += PAGE) {
        if (is_watched(page)) {
            (void)mprotect((void *)page, PAGE, PROT_READ | PROT_WRITE);
            uint32_t place = atomic_fetch_add(&count, 1);
            if (place < CAPACITY) {
                stores[place] = (Store){(uintptr_t)buffer, caller, 0, 0, CHANGED};
            }
        }
    }
}

void stores_close(const void *buffer, size_t size) {
    if (!atomic_load(&is_watching)) {
        return;
    }
    uintptr_t first = (uintptr_t)buffer & ~(uintptr_t)(PAGE - 1);
    for (uintptr_t page = first; page < (uintptr_t)buffer + size; page += PAGE) {
        if (is_watched(page)) {
            (void)mprotect((void *)page, PAGE, PROT_READ);
        }
    }
}

/* Writes the stores since the last time. The first word says how many there were. */
void stores_write(Writer *writer) {
    uint64_t seen = atomic_load(&count);
    writer_bytes(writer, &seen, sizeof seen);
    writer_bytes(writer, stores, (seen < CAPACITY ? seen : CAPACITY) * sizeof *stores);
    atomic_store(&count, 0);
}
