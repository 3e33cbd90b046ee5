/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The version of the ABI and what the compiler has to know about exports.
 *
 * Structs of the ABI hold only fixed-width integers, size_t, pointers and double. Text is UTF-8.
 */
#ifndef TENON_ABI_H
#define TENON_ABI_H

#include <stddef.h>
#include <stdint.h>

/** Grows when something old stops working. A host refuses modules of another major version. */
#define TENON_ABI_MAJOR 1u
/** Grows when something is added. A host refuses modules of a newer minor version than its own. */
#define TENON_ABI_MINOR 2u
/** The version that a module is built for, as it stands in its descriptor. */
#define TENON_ABI (TENON_ABI_MAJOR << 16 | TENON_ABI_MINOR)

#ifdef __cplusplus
#define TENON_BEGIN_C extern "C" {
#define TENON_END_C }
#define TENON_EXTERN_C extern "C"
#else
#define TENON_BEGIN_C
#define TENON_END_C
#define TENON_EXTERN_C extern
#endif

#if defined(_WIN32)
#define TENON_EXPORT __declspec(dllexport)
#elif defined(__GNUC__)
#define TENON_EXPORT __attribute__((visibility("default")))
#else
#define TENON_EXPORT
#endif

#if defined(__GNUC__)
/** Lets the compiler check the arguments of a function like printf. */
#define TENON_PRINTF(format_index, first) __attribute__((format(printf, format_index, first)))
#else
#define TENON_PRINTF(format_index, first)
#endif

#endif
