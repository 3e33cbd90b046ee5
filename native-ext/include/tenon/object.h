/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Objects of any kind: what they are, how they print, their attributes, and calling them.
 */
#ifndef TENON_OBJECT_H
#define TENON_OBJECT_H

#include "api.h"
#include "operation.h"

TENON_BEGIN_C

/** A trait of a value: tn_call can call it. */
#define TN_IS_CALLABLE 1u
/** A trait of a value: it is a list. */
#define TN_IS_LIST 2u
/** A trait of a value: it is a map. */
#define TN_IS_MAP 4u
/** A trait of a value: tn_iterate can iterate over it. */
#define TN_IS_ITERABLE 8u
/** A trait of a value: it is a module. */
#define TN_IS_MODULE 16u
/** A trait of a value: it is a resource. */
#define TN_IS_RESOURCE 32u
/** A trait of a value: it is an error. */
#define TN_IS_ERROR 64u
/** A trait of a value: tn_length knows its length. */
#define TN_HAS_LENGTH 128u
/** A trait of a value: it has attributes. */
#define TN_HAS_ATTRIBUTES 256u

/**
 * Gives the name of a value's type: "int", "str", "list", "module" and so on.
 * @param cx *borrowed*
 * @param value *borrowed*
 * @param name *out*: a text that lives until the call into the module returns
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_type_name(TnContext *cx, const TnValue *value, TnValue *name) {
    TnValue frame[2] = {tn_or_none(value), tn_none()};
    return tn_request(cx, TN_OP_TYPE_NAME, frame, 2, name);
}

/**
 * Gives the printed form of a value that is meant for developers: texts are quoted.
 * @param cx *borrowed*
 * @param value *borrowed*
 * @param text *out*: a text that lives until the call into the module returns
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_repr(TnContext *cx, const TnValue *value, TnValue *text) {
    TnValue frame[2] = {tn_or_none(value), tn_none()};
    return tn_request(cx, TN_OP_REPR, frame, 2, text);
}

/**
 * Gives the printed form of a value that is meant for users: a text is itself.
 * @param cx *borrowed*
 * @param value *borrowed*
 * @param text *out*: a text that lives until the call into the module returns
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_to_str(TnContext *cx, const TnValue *value, TnValue *text) {
    TnValue frame[2] = {tn_or_none(value), tn_none()};
    return tn_request(cx, TN_OP_TEXT, frame, 2, text);
}

/**
 * Reads the traits of a value: what can be done with it.
 * @param cx *borrowed*
 * @param value *borrowed*
 * @param traits *out*: a sum of TN_IS_CALLABLE and so on; 0 after a failure
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_traits(TnContext *cx, const TnValue *value, uint32_t *traits) {
    TnValue frame[2] = {tn_or_none(value), tn_none()};
    TnValue sum;
    int32_t status;
    if (traits == NULL) {
        return tn_failed(cx)
                   ? -1
                   : tn_error(cx, TN_TYPE_ERROR, "tn_traits(): the parameter traits is NULL");
    }
    status = tn_request(cx, TN_OP_TRAITS, frame, 2, &sum);
    *traits = (uint32_t)sum.as.i;
    return status;
}

/**
 * Returns whether a value has a trait.
 * @param cx *borrowed*
 * @param value *borrowed*
 * @param trait TN_IS_CALLABLE and so on
 * @return 1 if it has, 0 if it has not, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_is(TnContext *cx, const TnValue *value, uint32_t trait) {
    uint32_t traits;
    return tn_traits(cx, value, &traits) != 0 ? -1 : (traits & trait) != 0;
}

/**
 * Returns whether two values are the same object. Numbers, texts and bytes are when they are equal.
 * @param cx *borrowed*
 * @param one *borrowed*
 * @param other *borrowed*
 * @return 1 if they are, 0 if they are not, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_same(TnContext *cx, const TnValue *one, const TnValue *other) {
    TnValue frame[3] = {tn_or_none(one), tn_or_none(other), tn_none()};
    TnValue answer;
    return tn_request(cx, TN_OP_SAME, frame, 3, &answer) != 0 ? -1 : answer.as.i != 0;
}

/**
 * Returns whether two values are equal, as the host compares them.
 * @param cx *borrowed*
 * @param one *borrowed*
 * @param other *borrowed*
 * @return 1 if they are, 0 if they are not, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_equal(TnContext *cx, const TnValue *one, const TnValue *other) {
    TnValue frame[3] = {tn_or_none(one), tn_or_none(other), tn_none()};
    TnValue answer;
    return tn_request(cx, TN_OP_EQUAL, frame, 3, &answer) != 0 ? -1 : answer.as.i != 0;
}

/**
 * Reads what an object stands for. tn_hold keeps texts, bytes and numbers as objects; this gives
 * them back as plain values. Other objects stay references.
 * @param cx *borrowed*
 * @param object *borrowed*
 * @param value *out*: what it points to lives until the call into the module returns
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_value(TnContext *cx, const TnValue *object, TnValue *value) {
    TnValue frame[2] = {tn_or_none(object), tn_none()};
    return tn_request(cx, TN_OP_VALUE, frame, 2, value);
}

/**
 * Sets an attribute of an object.
 * @param cx *borrowed*
 * @param object *borrowed*
 * @param name *borrowed*: UTF-8
 * @param value what it is set to; text and bytes are copied
 * @return 0, or -1 with an error set, an AttributeError if the object cannot have it
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_object_set(TnContext *cx, const TnValue *object, const char *name,
                                    TnValue value) {
    return cx->api->attribute_set(cx, object, name, &value);
}

/**
 * Deletes an attribute of an object.
 * @param cx *borrowed*
 * @param object *borrowed*
 * @param name *borrowed*: UTF-8
 * @return 0, or -1 with an error set, an AttributeError if there is none
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_object_delete(TnContext *cx, const TnValue *object, const char *name) {
    return cx->api->attribute_delete(cx, object, name);
}

/**
 * Lists the names of an object's attributes.
 * @param cx *borrowed*
 * @param object *borrowed*; NULL for the module itself
 * @param names *out*: a list of texts, a reference that dies with this call into the module
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_dir(TnContext *cx, const TnValue *object, TnValue *names) {
    TnValue frame[2] = {tn_or_none(object), tn_none()};
    return tn_request(cx, TN_OP_DIR, frame, 2, names);
}

/**
 * Sets an attribute of the module to any value.
 * @param cx *borrowed*
 * @param name *borrowed*: UTF-8
 * @param value *borrowed*
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_add_object(TnContext *cx, const char *name, const TnValue *value) {
    return tn_set(cx, name, tn_or_none(value));
}

/**
 * Calls a method: an attribute of an object that can be called.
 * @param cx *borrowed*
 * @param object *borrowed*; NULL for the module itself
 * @param name *borrowed*: UTF-8
 * @param args *borrowed*: the arguments; may be NULL when there are none
 * @param nargs how many
 * @param result *out*: what it points to lives until the call into the module returns; may be NULL
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_call_method(TnContext *cx, const TnValue *object, const char *name,
                                     const TnValue *args, size_t nargs, TnValue *result) {
    TnValue frame[5] = {tn_or_none(object), tn_str(name), tn_address(args), tn_int((int64_t)nargs),
                        tn_none()};
    return tn_request(cx, TN_OP_CALL_METHOD, frame, 5, result);
}

/**
 * Calls a function of the host or of another module with arguments by position and by name. A host
 * of ABI 1.0 sets a NotImplementedError; `tn_capability(cx, "object", &version)` gives 2 where this
 * is there.
 * @param cx *borrowed*
 * @param callable *borrowed*: an object that can be called
 * @param args *borrowed*: the arguments by position, and behind them those by name; may be NULL
 *        when there are none
 * @param keywords *borrowed*: how many of each, and the names; no name occurs twice
 * @param result *out*: what it points to lives until the call into the module returns
 * @return 0, or -1 with an error set, a TypeError if the callable takes no keyword arguments
 * @thread the calling one
 * @since 1.1
 */
static inline int32_t tn_call_keywords(TnContext *cx, const TnValue *callable, const TnValue *args,
                                       const TnKeywords *keywords, TnValue *result) {
    TnValue frame[4] = {tn_or_none(callable), tn_address(args), tn_address(keywords), tn_none()};
    return tn_request(cx, TN_OP_CALL_KEYWORDS, frame, 4, result);
}

/**
 * A function that is made at run time, or a method of a resource: it gets the pointer that it was
 * made with.
 * @param cx *borrowed*
 * @param data the pointer
 * @param args *borrowed*: the arguments; what they point to lives until the function returns
 * @param nargs how many
 * @param result *out*: None on entry, see TnFunction
 * @return 0, or -1 with an error set
 */
typedef int32_t (*TnBoundFunction)(TnContext *cx, void *data, const TnValue *args, size_t nargs,
                                   TnValue *result);

/**
 * Releases what a pointer points to. An error that it sets is reported as a warning.
 * @param cx *borrowed*
 * @param data *owned*
 */
typedef void (*TnDestructor)(TnContext *cx, void *data);

/** Everything about a function that is made at run time. */
typedef struct TnFunctionSpec {
    /** *borrowed*: UTF-8; copied; NULL for `<lambda>`. */
    const char *name;
    /** *borrowed*: UTF-8; copied; may be NULL. */
    const char *doc;
    TnBoundFunction function;
    /** Handed to each call. */
    void *data;
    /** Called with data once, when nobody can call the function any more; may be NULL. */
    TnDestructor destroy;
} TnFunctionSpec;

/**
 * Makes a function at run time. It is an object that can be set as an attribute, passed on or held.
 * @param cx *borrowed*
 * @param spec *borrowed*: what it is
 * @param function *out*: a reference that dies with this call into the module
 * @return 0, or -1 with an error set; then the data still belongs to the caller
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_function_new(TnContext *cx, const TnFunctionSpec *spec,
                                      TnValue *function) {
    TnValue frame[2] = {tn_address(spec), tn_none()};
    return tn_request(cx, TN_OP_FUNCTION_NEW, frame, 2, function);
}

TENON_END_C

#endif
