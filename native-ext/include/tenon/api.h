/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What a module can ask of its host.
 *
 * All functions take the context that the module was called with and may be called only by the
 * thread that was called, until that call returns. longjmp across a call into the host is
 * forbidden.
 */
#ifndef TENON_API_H
#define TENON_API_H

#include <stdarg.h>
#include <stdio.h>

#include "context.h"
#include "error.h"

TENON_BEGIN_C

/** The interpreter's standard output. */
#define TN_STDOUT 1u
/** The interpreter's standard error. */
#define TN_STDERR 2u

/** A category of warnings: an import did something doubtful. */
#define TN_IMPORT_WARNING 1u
/** A category of warnings: doubtful behaviour at run time. */
#define TN_RUNTIME_WARNING 2u
/** A category of warnings: something should no longer be used. */
#define TN_DEPRECATION_WARNING 3u
/** A category of warnings: any other for the user. */
#define TN_USER_WARNING 4u

/* Errors */

/**
 * Sets an error; one that was set before is replaced.
 * @param cx *borrowed*
 * @param kind TN_TYPE_ERROR and so on
 * @param message *borrowed*: UTF-8, NUL-terminated; NULL for none. It is copied and may be the text
 *        of the error that is set
 * @return always -1, so that a function can end with `return tn_error(…)`
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_error(TnContext *cx, uint32_t kind, const char *message) {
    TnValue text = tn_str(message);
    (void)cx->api->error_set(cx, kind, text.as.s, text.length);
    return -1;
}

/**
 * Sets an error with a formatted message, of which the first 511 bytes are kept.
 * @param cx *borrowed*
 * @param kind TN_TYPE_ERROR and so on
 * @param format *borrowed*: as for printf
 * @return always -1
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_errorf(TnContext *cx, uint32_t kind, const char *format, ...)
    TENON_PRINTF(3, 4);
static inline int32_t tn_errorf(TnContext *cx, uint32_t kind, const char *format, ...) {
    char message[512];
    va_list arguments;
    int length;
    if (format == NULL) {
        return tn_error(cx, kind, NULL);
    }
    va_start(arguments, format);
    length = vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (length < 0) { /* the C library cannot format it: better raw than lost */
        return tn_error(cx, kind, format);
    }
    if ((size_t)length >= sizeof message) { /* no half character at the end */
        length = (int)sizeof message - 1;
        while (length > 0 && ((unsigned char)message[length - 1] & 0xC0) == 0x80) {
            length--;
        }
        if (length > 0 && (unsigned char)message[length - 1] >= 0xC0) {
            length--;
        }
        message[length] = '\0';
    }
    return tn_error(cx, kind, message);
}

/**
 * Returns whether an error is set, without a call.
 * @param cx *borrowed*
 * @return non-zero if one is
 * @thread the calling one
 * @since 1.0
 */
static inline int tn_failed(const TnContext *cx) { return cx->pending != 0; }

/**
 * Reads the error that is set.
 * @param cx *borrowed*
 * @param message *out*: a text that lives until the error is cleared or replaced; may be NULL
 * @return the kind, 0 if no error is set
 * @thread the calling one
 * @since 1.0
 */
static inline uint32_t tn_error_get(TnContext *cx, TnValue *message) {
    return cx->api->error_get(cx, message);
}

/**
 * Forgets the error that is set, if there is one.
 * @param cx *borrowed*
 * @thread the calling one
 * @since 1.0
 */
static inline void tn_error_clear(TnContext *cx) { cx->api->error_clear(cx); }

/* Memory */

/**
 * Allocates memory that lives until the call into the module that it is asked for in returns.
 * @param cx *borrowed*
 * @param size bytes
 * @return *borrowed*: aligned to 16, not zeroed; NULL with a MemoryError set
 * @thread the calling one
 * @since 1.0
 */
static inline void *tn_alloc(TnContext *cx, size_t size) { return cx->api->alloc(cx, size); }

/* Attributes of the module itself */

/**
 * Sets an attribute of the module.
 * @param cx *borrowed*
 * @param name *borrowed*: UTF-8
 * @param value what it is set to; text and bytes are copied
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_set(TnContext *cx, const char *name, TnValue value) {
    return cx->api->attribute_set(cx, NULL, name, &value);
}

/**
 * Reads an attribute of the module.
 * @param cx *borrowed*
 * @param name *borrowed*: UTF-8
 * @param value *out*: what it points to lives until the call into the module returns
 * @return 0, or -1 with an error set, an AttributeError if there is none
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_get(TnContext *cx, const char *name, TnValue *value) {
    return cx->api->attribute_get(cx, NULL, name, value);
}

/**
 * Deletes an attribute of the module.
 * @param cx *borrowed*
 * @param name *borrowed*: UTF-8
 * @return 0, or -1 with an error set, an AttributeError if there is none
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_delete(TnContext *cx, const char *name) {
    return cx->api->attribute_delete(cx, NULL, name);
}

/**
 * Returns whether the module has an attribute.
 * @param cx *borrowed*
 * @param name *borrowed*: UTF-8
 * @return 1 if it has, 0 if it has not, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_has(TnContext *cx, const char *name) {
    TnValue value;
    int was_failed = tn_failed(cx);
    if (tn_get(cx, name, &value) == 0) {
        return 1;
    }
    if (was_failed || tn_error_get(cx, NULL) != TN_ATTRIBUTE_ERROR) {
        return -1;
    }
    tn_error_clear(cx);
    return 0;
}

/**
 * Sets an attribute of the module to an integer.
 * @param cx *borrowed*
 * @param name *borrowed*: UTF-8
 * @param value the number
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_add_int(TnContext *cx, const char *name, int64_t value) {
    return tn_set(cx, name, tn_int(value));
}

/**
 * Sets an attribute of the module to a floating-point number.
 * @param cx *borrowed*
 * @param name *borrowed*: UTF-8
 * @param value the number
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_add_float(TnContext *cx, const char *name, double value) {
    return tn_set(cx, name, tn_float(value));
}

/**
 * Sets an attribute of the module to a truth value.
 * @param cx *borrowed*
 * @param name *borrowed*: UTF-8
 * @param value zero for false
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_add_bool(TnContext *cx, const char *name, int value) {
    return tn_set(cx, name, tn_bool(value));
}

/**
 * Sets an attribute of the module to a text.
 * @param cx *borrowed*
 * @param name *borrowed*: UTF-8
 * @param value *borrowed*: UTF-8, NUL-terminated; NULL for None
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_add_str(TnContext *cx, const char *name, const char *value) {
    return tn_set(cx, name, tn_str(value));
}

/**
 * Sets an attribute of the module to bytes.
 * @param cx *borrowed*
 * @param name *borrowed*: UTF-8
 * @param value *borrowed*: the bytes
 * @param length how many
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_add_bytes(TnContext *cx, const char *name, const void *value,
                                   size_t length) {
    return tn_set(cx, name, tn_bytes(value, length));
}

/* Objects */

/**
 * Gives the module itself as an object. In a create slot it is an ordinary module that the slot may
 * fill and return.
 * @param cx *borrowed*
 * @param module *out*: a reference that dies with this call into the module
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_self(TnContext *cx, TnValue *module) { return cx->api->self(cx, module); }

/**
 * Imports a module by its full name.
 * @param cx *borrowed*
 * @param name *borrowed*: UTF-8
 * @param module *out*: a reference that dies with this call into the module
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_import(TnContext *cx, const char *name, TnValue *module) {
    return cx->api->import_module(cx, name, module);
}

/**
 * Reads an attribute of a module that was imported, or of another object of the host.
 * @param cx *borrowed*
 * @param object *borrowed*
 * @param name *borrowed*: UTF-8
 * @param value *out*: what it points to lives until the call into the module returns
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_object_get(TnContext *cx, const TnValue *object, const char *name,
                                    TnValue *value) {
    return cx->api->attribute_get(cx, object, name, value);
}

/**
 * Calls a function of the host or of another module.
 * @param cx *borrowed*
 * @param callable *borrowed*: an object that can be called
 * @param args *borrowed*: the arguments; may be NULL when there are none
 * @param nargs how many
 * @param result *out*: what it points to lives until the call into the module returns
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_call(TnContext *cx, const TnValue *callable, const TnValue *args,
                              size_t nargs, TnValue *result) {
    return cx->api->call(cx, callable, args, nargs, result);
}

/**
 * Keeps an object beyond the call it was got in.
 * @param cx *borrowed*
 * @param object *borrowed*: a TN_OBJECT
 * @param held *out*, *owned*: a reference that lives until tn_release or the end of the module
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_hold(TnContext *cx, const TnValue *object, TnValue *held) {
    return cx->api->hold(cx, object, held);
}

/**
 * Gives up a reference that tn_hold made.
 * @param cx *borrowed*
 * @param held *owned*
 * @return 0, or -1 with an error set if it is not held
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_release(TnContext *cx, const TnValue *held) {
    return cx->api->release(cx, held);
}

/* Streams */

/**
 * Writes to a stream of the interpreter.
 * @param cx *borrowed*
 * @param stream TN_STDOUT or TN_STDERR
 * @param bytes *borrowed*
 * @param length how many
 * @return 0, or -1 with an error set, a BrokenPipeError if the reader has gone away
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_write(TnContext *cx, uint32_t stream, const void *bytes, size_t length) {
    return cx->api->write(cx, stream, bytes, length);
}

/**
 * Hands everything that was written to a stream to the operating system.
 * @param cx *borrowed*
 * @param stream TN_STDOUT or TN_STDERR
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_flush(TnContext *cx, uint32_t stream) {
    return cx->api->flush(cx, stream);
}

/**
 * Writes formatted text to a stream of the interpreter, whole however long it is.
 * @param cx *borrowed*
 * @param stream TN_STDOUT or TN_STDERR
 * @param format *borrowed*: as for printf; the decimal point is that of the thread's C locale
 * @return 0, or -1 with an error set, as for tn_write
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_writef(TnContext *cx, uint32_t stream, const char *format, ...)
    TENON_PRINTF(3, 4);
static inline int32_t tn_writef(TnContext *cx, uint32_t stream, const char *format, ...) {
    char line[512];
    char *text = line;
    va_list arguments;
    int length;
    if (format == NULL) {
        return tn_failed(cx)
                   ? -1
                   : tn_error(cx, TN_TYPE_ERROR, "tn_writef(): the parameter format is NULL");
    }
    va_start(arguments, format);
    length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (length >= (int)sizeof line) {
        text = (char *)tn_alloc(cx, (size_t)length + 1);
        if (text == NULL) {
            return -1;
        }
        va_start(arguments, format);
        length = vsnprintf(text, (size_t)length + 1, format, arguments);
        va_end(arguments);
    }
    if (length < 0) {
        return tn_error(cx, TN_VALUE_ERROR, "tn_writef(): the C library cannot format the text");
    }
    return tn_write(cx, stream, text, (size_t)length);
}

/* Warnings and capabilities */

/**
 * Gives a warning.
 * @param cx *borrowed*
 * @param category TN_USER_WARNING and so on
 * @param message *borrowed*: UTF-8
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_warn(TnContext *cx, uint32_t category, const char *message) {
    return cx->api->warn(cx, category, message);
}

/**
 * Asks whether the host offers something that older hosts did not. The capabilities are "api",
 * whose version is the TENON_ABI of the host, and "object", "collection", "exception", "resource",
 * "buffer" and "thread" for what the headers of these names declare.
 * @param cx *borrowed*
 * @param name *borrowed*: the name of the capability
 * @param version *out*: its version; may be NULL
 * @return 1 if it does, 0 if it does not
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_capability(TnContext *cx, const char *name, uint32_t *version) {
    return cx->api->capability(cx, name, version);
}

TENON_END_C

#endif
