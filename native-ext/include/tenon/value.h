/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Values: what crosses between modules and host.
 *
 * Numbers, text and bytes lie in the value itself or are pointed to by it, so that they cross
 * without a call back; everything else is a reference to an object of the host.
 */
#ifndef TENON_VALUE_H
#define TENON_VALUE_H

#include "abi.h"

TENON_BEGIN_C

/** None, null. */
#define TN_NONE 0u
/** True or false, in as.i. */
#define TN_BOOL 1u
/** A signed integer of 64 bits, in as.i. */
#define TN_INT 2u
/** A floating-point number, in as.f. */
#define TN_FLOAT 3u
/** Text, UTF-8, in as.s with its length; a NUL that is not counted follows what the host passes. */
#define TN_STR 4u
/** Bytes, in as.p with their length. */
#define TN_BYTES 5u
/** A reference to an object of the host, in as.ref. It dies with the call it was got in unless it
 * is held: see tn_hold. */
#define TN_OBJECT 6u

/** The content of a value. All members are 8 bytes; the kind of the value says which one counts. */
typedef union TnContent {
    int64_t i;
    double f;
    const char *s;
    const void *p;
    uint64_t ref;
#ifdef __cplusplus
    /* C++ before 20 cannot name the member that an initializer fills; constants need it to. */
    TnContent() = default;
    explicit constexpr TnContent(int64_t value) : i(value) {}
    explicit constexpr TnContent(double value) : f(value) {}
    explicit constexpr TnContent(const char *value) : s(value) {}
#endif
} TnContent;

/** One value, 16 bytes. */
typedef struct TnValue {
    /** One of the constants above. */
    uint32_t kind;
    /** Bytes of a TN_STR or TN_BYTES, else 0. */
    uint32_t length;
    /** The content, by kind. */
    TnContent as;
} TnValue;

/**
 * Makes None.
 * @return the value
 * @thread any
 * @since 1.0
 */
static inline TnValue tn_none(void) {
    TnValue value;
    value.kind = TN_NONE;
    value.length = 0;
    value.as.i = 0;
    return value;
}

/**
 * Makes an integer.
 * @param i the number
 * @return the value
 * @thread any
 * @since 1.0
 */
static inline TnValue tn_int(int64_t i) {
    TnValue value = tn_none();
    value.kind = TN_INT;
    value.as.i = i;
    return value;
}

/**
 * Makes a truth value.
 * @param flag zero for false
 * @return the value
 * @thread any
 * @since 1.0
 */
static inline TnValue tn_bool(int flag) {
    TnValue value = tn_int(flag != 0);
    value.kind = TN_BOOL;
    return value;
}

/**
 * Makes a floating-point number.
 * @param f the number
 * @return the value
 * @thread any
 * @since 1.0
 */
static inline TnValue tn_float(double f) {
    TnValue value = tn_none();
    value.kind = TN_FLOAT;
    value.as.f = f;
    return value;
}

/**
 * Makes a text of a given length.
 * @param s *borrowed*: UTF-8; the value points to it
 * @param length bytes, at most 2^31 - 1: the host refuses longer values
 * @return the value
 * @thread any
 * @since 1.0
 */
static inline TnValue tn_str_n(const char *s, size_t length) {
    TnValue value = tn_none();
    value.kind = TN_STR;
    value.length = length > UINT32_MAX ? UINT32_MAX : (uint32_t)length;
    value.as.s = s;
    return value;
}

/**
 * Makes a text; NULL makes None.
 * @param s *borrowed*: UTF-8, NUL-terminated; the value points to it
 * @return the value
 * @thread any
 * @since 1.0
 */
static inline TnValue tn_str(const char *s) {
    size_t length = 0;
    if (s == NULL) {
        return tn_none();
    }
    while (s[length] != '\0') {
        length++;
    }
    return tn_str_n(s, length);
}

/**
 * Makes bytes.
 * @param p *borrowed*: the bytes; the value points to them
 * @param length how many, at most 2^31 - 1: the host refuses longer values
 * @return the value
 * @thread any
 * @since 1.0
 */
static inline TnValue tn_bytes(const void *p, size_t length) {
    TnValue value = tn_none();
    value.kind = TN_BYTES;
    value.length = length > UINT32_MAX ? UINT32_MAX : (uint32_t)length;
    value.as.p = p;
    return value;
}

TENON_END_C

#endif
