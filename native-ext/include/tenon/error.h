/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The kinds of errors. Their numbers never change and are never reused.
 *
 * A function that fails sets an error and returns -1; see tn_error in tenon/api.h.
 */
#ifndef TENON_ERROR_H
#define TENON_ERROR_H

/** Any error for which no other kind fits. */
#define TN_EXCEPTION 1u
/** A value has the wrong type, or a call the wrong number of arguments. */
#define TN_TYPE_ERROR 2u
/** A value has the right type and cannot be used. */
#define TN_VALUE_ERROR 3u
/** A number does not fit the type that it is converted to. */
#define TN_OVERFLOW_ERROR 4u
/** An object does not have the attribute. */
#define TN_ATTRIBUTE_ERROR 5u
/** A name is not defined. */
#define TN_NAME_ERROR 6u
/** A map does not have the key. */
#define TN_KEY_ERROR 7u
/** An index is outside of the list. */
#define TN_INDEX_ERROR 8u
/** A failure at run time for which no other kind fits. */
#define TN_RUNTIME_ERROR 9u
/** An extension broke a rule of its host. */
#define TN_SYSTEM_ERROR 10u
/** A module could not be imported. */
#define TN_IMPORT_ERROR 11u
/** No finder knows the module: a TN_IMPORT_ERROR. */
#define TN_MODULE_NOT_FOUND_ERROR 12u
/** A call of the operating system failed. */
#define TN_OS_ERROR 13u
/** Memory could not be allocated. */
#define TN_MEMORY_ERROR 14u
/** The operation is not implemented: a TN_RUNTIME_ERROR. */
#define TN_NOT_IMPLEMENTED_ERROR 15u
/** Ends the program; the message is the exit status in decimal digits, or a text for status 1. */
#define TN_SYSTEM_EXIT 16u
/** An iterator has no more items. */
#define TN_STOP_ITERATION 17u
/** The memory of an object cannot be used in the way that was asked for. */
#define TN_BUFFER_ERROR 18u
/** Bytes are not the text that they should be: a TN_VALUE_ERROR. */
#define TN_UNICODE_ERROR 19u
/** The reader of a stream has gone: a TN_OS_ERROR. */
#define TN_BROKEN_PIPE_ERROR 20u
/** A file does not exist: a TN_OS_ERROR. */
#define TN_FILE_NOT_FOUND_ERROR 21u
/** A directory stands where a file is needed: a TN_OS_ERROR. */
#define TN_IS_A_DIRECTORY_ERROR 22u
/** The operating system does not permit it: a TN_OS_ERROR. */
#define TN_PERMISSION_ERROR 23u
/** A division by zero. */
#define TN_ZERO_DIVISION_ERROR 24u
/** The user interrupted the program. */
#define TN_KEYBOARD_INTERRUPT 25u
/** The stack is almost exhausted: a TN_RUNTIME_ERROR. */
#define TN_RECURSION_ERROR 26u

#endif
