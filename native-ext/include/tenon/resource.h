/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Resources: a C struct behind an object of the host, with methods, properties and a destructor.
 *
 *     static int64_t counter_add(Counter *self, int64_t step) { return self->value += step; }
 *
 *     static const TnMethod counter_methods[] = {
 *         TN_TYPED("add", counter_add, "(self, i64) -> i64", "Add to it."), TN_METHODS_END};
 *
 *     static const TnResourceType counter_type = {
 *         sizeof(TnResourceType), 0, "Counter", "A counter.", counter_methods, NULL, free_counter};
 */
#ifndef TENON_RESOURCE_H
#define TENON_RESOURCE_H

#include "module.h"
#include "object.h"

TENON_BEGIN_C

/** A method of a resource, for a table of functions: a TnBoundFunction that gets the pointer. */
#define TN_BOUND(name, function, doc) TN_BOUND_WITH(name, function, 0, doc)
/** TN_BOUND with flags. Since 1.1. */
#define TN_BOUND_WITH(name, function, flags, doc)                                                  \
    { name, doc, NULL, (TnAnyFunction)(1 ? (function) : (TnBoundFunction)0), flags, 0 }

/** One property of a resource. */
typedef struct TnProperty {
    /** The attribute; NULL ends the table. */
    const char *name;
    /** Documentation, or NULL. */
    const char *doc;
    TnGetter get;
    /** NULL for a property that cannot be set. */
    TnSetter set;
} TnProperty;

/** Ends a table of properties. */
#define TN_PROPERTIES_END                                                                          \
    { NULL, NULL, NULL, NULL }

/**
 * A type of resources: constant data, whose address is its identity. Types that TN_RESOURCES lists
 * are checked with the descriptor of the module, others when they are first used.
 */
struct TnResourceType {
    /** sizeof(TnResourceType). */
    uint32_t size;
    /** 0. */
    uint32_t flags;
    /** The name of the type, without the module's. */
    const char *name;
    /** Documentation, or NULL. */
    const char *doc;
    /** An array that ends with TN_METHODS_END; may be NULL. Its entries are TN_BOUND, or TN_TYPED
     * with `self` in the signature: `(self, i64) -> i64`. */
    const TnMethod *methods;
    /** An array that ends with TN_PROPERTIES_END; may be NULL. */
    const TnProperty *properties;
    /** Called once with the pointer: when the resource is closed and no call has the pointer any
     * more, when nobody can reach the resource, or when the module ends. May be NULL. */
    TnDestructor destroy;
};

/**
 * Puts a pointer behind an object of the host. The object belongs to this instance of the module.
 * @param cx *borrowed*
 * @param type *borrowed*: constant data of the library
 * @param pointer *owned* by the object from then on: it goes to the type's destructor
 * @param resource *out*: a reference that dies with this call into the module
 * @return 0, or -1 with an error set; then the pointer still belongs to the caller
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_resource_new(TnContext *cx, const TnResourceType *type, void *pointer,
                                      TnValue *resource) {
    TnValue frame[3] = {tn_address(type), tn_address(pointer), tn_none()};
    return tn_request(cx, TN_OP_RESOURCE_NEW, frame, 3, resource);
}

/**
 * Gives the pointer behind a resource.
 * @param cx *borrowed*
 * @param value *borrowed*
 * @param type *borrowed*: the type it must have
 * @param pointer *out*, *borrowed*: good until this call into the module returns, also if the
 *        resource is closed meanwhile; NULL after a failure
 * @return 0, or -1 with an error set: a TypeError if the value is something else or of another
 *         module instance, a ValueError if it is closed
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_resource_get(TnContext *cx, const TnValue *value,
                                      const TnResourceType *type, void **pointer) {
    TnValue frame[3] = {tn_or_none(value), tn_address(type), tn_none()};
    TnValue address;
    int32_t status;
    if (pointer == NULL) {
        return tn_failed(cx) ? -1
                             : tn_error(cx, TN_TYPE_ERROR,
                                        "tn_resource_get(): the parameter pointer is NULL");
    }
    status = tn_request(cx, TN_OP_RESOURCE_GET, frame, 3, &address);
    *pointer = (void *)(intptr_t)address.as.i;
    return status;
}

/**
 * Closes a resource: later uses are errors. The destructor runs now, or, if calls have the pointer
 * of the resource, when the last of them returns. Nothing happens if the resource is closed
 * already.
 * @param cx *borrowed*
 * @param resource *borrowed*
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_resource_close(TnContext *cx, const TnValue *resource) {
    TnValue frame[1] = {tn_or_none(resource)};
    return tn_request(cx, TN_OP_RESOURCE_CLOSE, frame, 1, NULL);
}

/**
 * Gives the resource whose method or property is being called, as an object: to return it, to pass
 * it on, or to hold it for as long as another resource needs it.
 * @param cx *borrowed*
 * @param resource *out*: a reference that dies with this call into the module
 * @return 0, or -1 with an error set, a RuntimeError in a function that is no method
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_resource_self(TnContext *cx, TnValue *resource) {
    TnValue frame[1] = {tn_none()};
    return tn_request(cx, TN_OP_RESOURCE_SELF, frame, 1, resource);
}

TENON_END_C

#endif
