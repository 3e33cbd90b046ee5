/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The kinds of errors. Their numbers never change and are never reused.
 *
 * A function that fails sets an error and returns -1; see tn_error in tenon/api.h.
 */
#ifndef TENON_ERROR_H
#define TENON_ERROR_H

#define TN_EXCEPTION 1u
#define TN_TYPE_ERROR 2u
#define TN_VALUE_ERROR 3u
#define TN_OVERFLOW_ERROR 4u
#define TN_ATTRIBUTE_ERROR 5u
#define TN_NAME_ERROR 6u
#define TN_KEY_ERROR 7u
#define TN_INDEX_ERROR 8u
#define TN_RUNTIME_ERROR 9u
#define TN_SYSTEM_ERROR 10u
#define TN_IMPORT_ERROR 11u
#define TN_MODULE_NOT_FOUND_ERROR 12u
#define TN_OS_ERROR 13u
#define TN_MEMORY_ERROR 14u
#define TN_NOT_IMPLEMENTED_ERROR 15u
/** Ends the program; the message is the exit status in decimal digits, or a text for status 1. */
#define TN_SYSTEM_EXIT 16u
#define TN_STOP_ITERATION 17u
#define TN_BUFFER_ERROR 18u
#define TN_UNICODE_ERROR 19u
#define TN_BROKEN_PIPE_ERROR 20u
#define TN_FILE_NOT_FOUND_ERROR 21u
#define TN_IS_A_DIRECTORY_ERROR 22u
#define TN_PERMISSION_ERROR 23u
#define TN_ZERO_DIVISION_ERROR 24u
#define TN_KEYBOARD_INTERRUPT 25u
#define TN_RECURSION_ERROR 26u

#endif
