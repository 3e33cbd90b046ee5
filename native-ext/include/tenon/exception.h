/* SPDX-License-Identifier: Apache-2.0 */
/**
 * More about errors: saving them, raising them again, causes, and types of one's own. Also the
 * hooks that run when the module ends.
 *
 * Setting and clearing errors is in tenon/api.h.
 */
#ifndef TENON_EXCEPTION_H
#define TENON_EXCEPTION_H

#include "api.h"
#include "operation.h"

TENON_BEGIN_C

/**
 * Takes the error that is set off the context, so that other calls can be made. The object is the
 * exception of the host itself if it only passed through.
 * @param cx *borrowed*
 * @param error *out*: the error, a reference that dies with this call into the module unless it is
 *        held; None if none is set
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_error_fetch(TnContext *cx, TnValue *error) {
    TnValue frame[1] = {tn_none()};
    return tn_request(cx, TN_OP_ERROR_FETCH, frame, 1, error);
}

/**
 * Sets an error that was fetched, or another exception of the host; one that is set is replaced.
 * @param cx *borrowed*
 * @param error *borrowed*; None does nothing
 * @return -1; 0 if there was nothing to set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_error_restore(TnContext *cx, const TnValue *error) {
    TnValue frame[2] = {tn_or_none(error), tn_none()};
    return frame[0].kind == TN_NONE ? 0 : tn_request(cx, TN_OP_ERROR_RAISE, frame, 2, NULL);
}

/**
 * Gives the error that is set a cause, which is shown below it.
 * @param cx *borrowed*
 * @param cause *borrowed*: what tn_error_fetch gave
 * @return always -1
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_error_chain(TnContext *cx, const TnValue *cause) {
    TnValue frame[1] = {tn_or_none(cause)};
    (void)tn_request(cx, TN_OP_ERROR_CHAIN, frame, 1, NULL);
    return -1;
}

/**
 * Returns whether a kind of errors is another one or below it: a TN_MODULE_NOT_FOUND_ERROR is a
 * TN_IMPORT_ERROR, and all but TN_SYSTEM_EXIT and TN_KEYBOARD_INTERRUPT are a TN_EXCEPTION.
 * @param kind TN_TYPE_ERROR and so on
 * @param base TN_TYPE_ERROR and so on
 * @return 1 if it is, 0 if it is not
 * @thread any
 * @since 1.0
 */
static inline int tn_kind_is(uint32_t kind, uint32_t base) {
    if (kind == base) {
        return kind != 0;
    }
    switch (base) {
    case TN_EXCEPTION:
        return kind != 0 && kind != TN_SYSTEM_EXIT && kind != TN_KEYBOARD_INTERRUPT;
    case TN_IMPORT_ERROR:
        return kind == TN_MODULE_NOT_FOUND_ERROR;
    case TN_VALUE_ERROR:
        return kind == TN_UNICODE_ERROR;
    case TN_RUNTIME_ERROR:
        return kind == TN_RECURSION_ERROR || kind == TN_NOT_IMPLEMENTED_ERROR;
    case TN_OS_ERROR:
        return kind == TN_BROKEN_PIPE_ERROR || kind == TN_FILE_NOT_FOUND_ERROR ||
               kind == TN_IS_A_DIRECTORY_ERROR || kind == TN_PERMISSION_ERROR;
    default:
        return 0;
    }
}

/**
 * Returns whether the error that is set is of a kind, without a call to the host.
 * @param cx *borrowed*
 * @param kind TN_TYPE_ERROR and so on
 * @return 1 if it is, 0 if it is not or none is set
 * @thread the calling one
 * @since 1.0
 */
static inline int tn_error_matches(TnContext *cx, uint32_t kind) {
    return tn_kind_is(tn_error_get(cx, NULL), kind);
}

/**
 * Makes an exception type of the module's own.
 * @param cx *borrowed*
 * @param name *borrowed*: UTF-8; the name of the module is put before it
 * @param base_kind what those see who do not know the type: TN_VALUE_ERROR and so on
 * @param type *out*: a reference that dies with this call into the module: set it as an attribute,
 *        hold it
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_error_type(TnContext *cx, const char *name, uint32_t base_kind,
                                    TnValue *type) {
    TnValue frame[3] = {tn_str(name), tn_int(base_kind), tn_none()};
    return tn_request(cx, TN_OP_ERROR_TYPE_NEW, frame, 3, type);
}

/**
 * Sets an error of a type of the module's own.
 * @param cx *borrowed*
 * @param type *borrowed*: what tn_error_type gave
 * @param message *borrowed*: UTF-8; NULL for none
 * @return always -1
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_raise(TnContext *cx, const TnValue *type, const char *message) {
    TnValue frame[2] = {tn_or_none(type), tn_str(message)};
    (void)tn_request(cx, TN_OP_ERROR_RAISE, frame, 2, NULL);
    return -1;
}

/**
 * Returns whether an error is of a type of a module's own.
 * @param cx *borrowed*
 * @param error *borrowed*: what tn_error_fetch gave
 * @param type *borrowed*: what tn_error_type gave
 * @return 1 if it is, 0 if it is not, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_error_is(TnContext *cx, const TnValue *error, const TnValue *type) {
    TnValue frame[3] = {tn_or_none(error), tn_or_none(type), tn_none()};
    TnValue answer;
    return tn_request(cx, TN_OP_ERROR_MATCHES, frame, 3, &answer) != 0 ? -1 : answer.as.i != 0;
}

/**
 * What runs when the module ends.
 * @param cx *borrowed*: everything still works
 * @param data what tn_at_exit was given
 * @return 0, or -1 with an error set, which is reported by the close of the interpreter
 */
typedef int32_t (*TnExitHook)(TnContext *cx, void *data);

/**
 * Adds a hook that runs once when the module ends: before its clear and free slots, in reverse
 * order of adding, also after an exec slot has failed.
 * @param cx *borrowed*
 * @param hook the function
 * @param data *borrowed*: handed to it
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_at_exit(TnContext *cx, TnExitHook hook, void *data) {
    TnValue frame[2] = {tn_int((int64_t)(intptr_t)hook), tn_address(data)};
    return tn_request(cx, TN_OP_EXIT_HOOK, frame, 2, NULL);
}

/**
 * Reads the version of the state's layout. In an upgrade slot this is the version that the state
 * has been written by, which is to be brought up to that of TN_STATE_VERSION.
 * @param cx *borrowed*
 * @param version *out*: 0 if the module declares none
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.1
 */
static inline int32_t tn_state_version(TnContext *cx, int64_t *version) {
    TnValue frame[1] = {tn_none()};
    TnValue answer;
    int32_t status;
    if (version == NULL) {
        return tn_failed(cx) ? -1
                             : tn_error(cx, TN_TYPE_ERROR,
                                        "tn_state_version(): the parameter version is NULL");
    }
    status = tn_request(cx, TN_OP_STATE_VERSION, frame, 1, &answer);
    *version = status == 0 ? answer.as.i : 0;
    return status;
}

TENON_END_C

#endif
