/* SPDX-License-Identifier: Apache-2.0 */
/* What each platform does in its own way, one file for each: platform_linux.c. */
#ifndef TENON_PLATFORM_H
#define TENON_PLATFORM_H

#include <link.h>
#include <stddef.h>
#include <stdint.h>

enum { PLATFORM_MOST_ADDRESSES = 64 };

/* Stores the addresses that the calling function and those that called it return to, the innermost
 * first, and returns their number, which is at most so many; 0 where they cannot be found. The
 * first one is in the calling function itself. */
int tenon_return_addresses(void **addresses, int most);

/* Stores the lowest address and the size of the calling thread's stack, as far as it may grow.
 * Returns 0, or -1 if they cannot be found. */
int tenon_stack_bounds(uintptr_t *lowest, size_t *size);

/* The library that an address lies in; NULL if it is in none. */
struct link_map *tenon_library_at(const void *address);

#endif
