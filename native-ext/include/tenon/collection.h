/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Lists and maps, and iterating over anything that the host can iterate over.
 *
 * Lists are lists and arrays of the host; maps are its maps. A negative index counts from the end.
 */
#ifndef TENON_COLLECTION_H
#define TENON_COLLECTION_H

#include "api.h"
#include "operation.h"

TENON_BEGIN_C

/**
 * Makes a list.
 * @param cx *borrowed*
 * @param items *borrowed*: what it holds at first; may be NULL when there is nothing
 * @param count how many items
 * @param list *out*: a reference that dies with this call into the module
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_list(TnContext *cx, const TnValue *items, size_t count, TnValue *list) {
    TnValue frame[3] = {tn_address(items), tn_int((int64_t)count), tn_none()};
    return tn_request(cx, TN_OP_LIST_NEW, frame, 3, list);
}

/**
 * Makes an empty map, which keeps the order in which keys are added.
 * @param cx *borrowed*
 * @param map *out*: a reference that dies with this call into the module
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_map(TnContext *cx, TnValue *map) {
    TnValue frame[1] = {tn_none()};
    return tn_request(cx, TN_OP_MAP_NEW, frame, 1, map);
}

/**
 * Gives the number of items of a list or map, of characters of a text, or of bytes.
 * @param cx *borrowed*
 * @param object *borrowed*
 * @return the number, or -1 with an error set, a TypeError if the object has no length
 * @thread the calling one
 * @since 1.0
 */
static inline int64_t tn_length(TnContext *cx, const TnValue *object) {
    TnValue frame[2] = {tn_or_none(object), tn_none()};
    TnValue length;
    return tn_request(cx, TN_OP_LENGTH, frame, 2, &length) != 0 ? -1 : length.as.i;
}

/**
 * Reads the item of a list at an index, or the value of a map for a key.
 * @param cx *borrowed*
 * @param object *borrowed*
 * @param key *borrowed*
 * @param item *out*: what it points to lives until the call into the module returns
 * @return 0, or -1 with an error set: an IndexError or a KeyError if there is none
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_item_get(TnContext *cx, const TnValue *object, TnValue key,
                                  TnValue *item) {
    TnValue frame[3] = {tn_or_none(object), key, tn_none()};
    return tn_request(cx, TN_OP_ITEM_GET, frame, 3, item);
}

/**
 * Sets the item of a list at an index, or the value of a map for a key.
 * @param cx *borrowed*
 * @param object *borrowed*
 * @param key *borrowed*
 * @param item text and bytes are copied
 * @return 0, or -1 with an error set: an IndexError if the list is not so long, a TypeError if the
 *         object cannot be changed
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_item_set(TnContext *cx, const TnValue *object, TnValue key, TnValue item) {
    TnValue frame[3] = {tn_or_none(object), key, item};
    return tn_request(cx, TN_OP_ITEM_SET, frame, 3, NULL);
}

/**
 * Deletes the item of a list at an index, or the entry of a map for a key.
 * @param cx *borrowed*
 * @param object *borrowed*
 * @param key *borrowed*
 * @return 0, or -1 with an error set: an IndexError or a KeyError if there is none
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_item_delete(TnContext *cx, const TnValue *object, TnValue key) {
    TnValue frame[2] = {tn_or_none(object), key};
    return tn_request(cx, TN_OP_ITEM_DELETE, frame, 2, NULL);
}

/**
 * Adds an item at the end of a list.
 * @param cx *borrowed*
 * @param list *borrowed*
 * @param item text and bytes are copied
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_append(TnContext *cx, const TnValue *list, TnValue item) {
    TnValue frame[2] = {tn_or_none(list), item};
    return tn_request(cx, TN_OP_APPEND, frame, 2, NULL);
}

/**
 * Returns whether a map has a key, or a list or another iterable an item.
 * @param cx *borrowed*
 * @param object *borrowed*
 * @param key *borrowed*
 * @return 1 if it has, 0 if it has not, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_contains(TnContext *cx, const TnValue *object, TnValue key) {
    TnValue frame[3] = {tn_or_none(object), key, tn_none()};
    TnValue answer;
    return tn_request(cx, TN_OP_CONTAINS, frame, 3, &answer) != 0 ? -1 : answer.as.i != 0;
}

/**
 * Begins to iterate: over the items of a list or another iterable, the keys of a map, the
 * characters of a text.
 * @param cx *borrowed*
 * @param iterable *borrowed*
 * @param iterator *out*: a reference that dies with this call into the module
 * @return 0, or -1 with an error set, a TypeError if the object is not iterable
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_iterate(TnContext *cx, const TnValue *iterable, TnValue *iterator) {
    TnValue frame[2] = {tn_or_none(iterable), tn_none()};
    return tn_request(cx, TN_OP_ITERATE, frame, 2, iterator);
}

/**
 * Takes the next item of an iterator.
 * @param cx *borrowed*
 * @param iterator *borrowed*: what tn_iterate gave
 * @param item *out*: what it points to lives until the call into the module returns; None at the
 *        end
 * @return 1 if there was an item, 0 at the end, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_next(TnContext *cx, const TnValue *iterator, TnValue *item) {
    TnValue frame[3] = {tn_or_none(iterator), tn_none(), tn_none()};
    int32_t status = tn_request(cx, TN_OP_NEXT, frame, 3, item);
    return status != 0 ? -1 : frame[1].as.i != 0;
}

TENON_END_C

#endif
