/* SPDX-License-Identifier: Apache-2.0 */
#include "values.h"

#include <string.h>

#include "errors.h"

int values_is_text(const TnValue *value) {
    return value->kind == TN_STR && strlen(value->as.s) == value->length;
}

int32_t values_check_callable(TnContext *cx, const char *what, const TnValue *value) {
    int32_t is_callable = tn_is(cx, value, TN_IS_CALLABLE);
    if (is_callable == 0) {
        return tn_errorf(cx, TN_TYPE_ERROR, "%s cannot be called", what);
    }
    return is_callable < 0 ? -1 : 0;
}

/* Memory of the host as bytes; -1 with a TypeError for other objects. */
static int32_t memory_of(TnContext *cx, const TnValue *value, TnBuffer *buffer) {
    if (tn_buffer_acquire(cx, value, TN_BUFFER_READ, buffer) == 0) {
        return 0;
    }
    return tn_error_matches(cx, TN_TYPE_ERROR)
               ? tn_error(cx, TN_TYPE_ERROR,
                          "a value must be None, a bool, int, float, str, bytes or memory of these")
               : -1;
}

static int bind_bytes(sqlite3_stmt *statement, int place, const void *bytes, uint64_t length) {
    /* SQLite takes NULL for the value NULL: bytes that are empty point somewhere. */
    return sqlite3_bind_blob64(statement, place, length == 0 ? "" : bytes, length,
                               SQLITE_TRANSIENT);
}

static int32_t bind_memory(TnContext *cx, sqlite3_stmt *statement, int place,
                           const TnValue *value) {
    TnBuffer buffer;
    if (memory_of(cx, value, &buffer) != 0) {
        return -1;
    }
    int code = bind_bytes(statement, place, buffer.data, buffer.length);
    (void)tn_buffer_release(cx, &buffer);
    return code == SQLITE_OK ? 0 : errors_raise(cx, sqlite3_db_handle(statement), code);
}

static int32_t bind_one(TnContext *cx, sqlite3_stmt *statement, int place, const TnValue *value) {
    int code;
    switch (value->kind) {
    case TN_NONE:
        code = sqlite3_bind_null(statement, place);
        break;
    case TN_BOOL:
    case TN_INT:
        code = sqlite3_bind_int64(statement, place, value->as.i);
        break;
    case TN_FLOAT:
        code = sqlite3_bind_double(statement, place, value->as.f);
        break;
    case TN_STR:
        code = sqlite3_bind_text64(statement, place, value->as.s, value->length, SQLITE_TRANSIENT,
                                   SQLITE_UTF8);
        break;
    case TN_BYTES:
        code = bind_bytes(statement, place, value->as.p, value->length);
        break;
    default:
        return bind_memory(cx, statement, place, value);
    }
    return code == SQLITE_OK ? 0 : errors_raise(cx, sqlite3_db_handle(statement), code);
}

static int32_t wrong_number(TnContext *cx, int wanted, int given, int32_t more) {
    char message[120];
    (void)snprintf(message, sizeof message, "the statement has %d parameters, found %s%d", wanted,
                   more ? "more than " : "", given);
    return errors_programming(cx, message);
}

static int32_t bind_places(TnContext *cx, sqlite3_stmt *statement, int count,
                           const TnValue *parameters) {
    TnValue iterator, item;
    int place = 0;
    int32_t more;
    if (tn_iterate(cx, parameters, &iterator) != 0) {
        return -1;
    }
    while ((more = tn_next(cx, &iterator, &item)) == 1 && place < count) {
        if (bind_one(cx, statement, ++place, &item) != 0) {
            return -1;
        }
    }
    return more < 0 ? -1 : place < count || more ? wrong_number(cx, count, place, more) : 0;
}

static int32_t bind_names(TnContext *cx, sqlite3_stmt *statement, int count,
                          const TnValue *parameters) {
    for (int place = 1; place <= count; place++) {
        const char *name = sqlite3_bind_parameter_name(statement, place);
        TnValue value;
        if (name == NULL) {
            return errors_programming(cx, "a map binds names, found '?'; use :name in the SQL");
        }
        if (tn_item_get(cx, parameters, tn_str(name + 1), &value) != 0 || /* without the colon */
            bind_one(cx, statement, place, &value) != 0) {
            return -1;
        }
    }
    return 0;
}

int32_t values_bind(TnContext *cx, sqlite3_stmt *statement, const TnValue *parameters) {
    int count = sqlite3_bind_parameter_count(statement);
    if (parameters->kind == TN_NONE) {
        return count == 0 ? 0 : wrong_number(cx, count, 0, 0);
    }
    if (parameters->kind != TN_OBJECT) {
        return tn_error(cx, TN_TYPE_ERROR, "parameters must be a list or a map");
    }
    int32_t is_map = tn_is(cx, parameters, TN_IS_MAP);
    return is_map < 0 ? -1
           : is_map   ? bind_names(cx, statement, count, parameters)
                      : bind_places(cx, statement, count, parameters);
}

TnValue values_from(sqlite3_value *value) {
    switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
        return tn_int(sqlite3_value_int64(value));
    case SQLITE_FLOAT:
        return tn_float(sqlite3_value_double(value));
    case SQLITE_TEXT: {
        const char *text = (const char *)sqlite3_value_text(value);
        return tn_str_n(text, (size_t)sqlite3_value_bytes(value));
    }
    case SQLITE_BLOB: {
        const void *bytes = sqlite3_value_blob(value);
        return tn_bytes(bytes, (size_t)sqlite3_value_bytes(value));
    }
    default:
        return tn_none();
    }
}

static TnValue column(sqlite3_stmt *statement, int index) {
    switch (sqlite3_column_type(statement, index)) {
    case SQLITE_INTEGER:
        return tn_int(sqlite3_column_int64(statement, index));
    case SQLITE_FLOAT:
        return tn_float(sqlite3_column_double(statement, index));
    case SQLITE_TEXT: {
        const char *text = (const char *)sqlite3_column_text(statement, index);
        return tn_str_n(text, (size_t)sqlite3_column_bytes(statement, index));
    }
    case SQLITE_BLOB: {
        const void *bytes = sqlite3_column_blob(statement, index);
        return tn_bytes(bytes, (size_t)sqlite3_column_bytes(statement, index));
    }
    default:
        return tn_none();
    }
}

int32_t values_row(TnContext *cx, sqlite3_stmt *statement, TnValue *row) {
    int count = sqlite3_column_count(statement);
    if (tn_list(cx, NULL, 0, row) != 0) {
        return -1;
    }
    for (int index = 0; index < count; index++) {
        if (tn_append(cx, row, column(statement, index)) != 0) {
            return -1;
        }
    }
    return 0;
}

int32_t values_columns(TnContext *cx, sqlite3_stmt *statement, TnValue *names) {
    int count = sqlite3_column_count(statement);
    if (tn_list(cx, NULL, 0, names) != 0) {
        return -1;
    }
    for (int index = 0; index < count; index++) {
        if (tn_append(cx, names, tn_str(sqlite3_column_name(statement, index))) != 0) {
            return -1;
        }
    }
    return 0;
}

static int32_t return_memory(TnContext *cx, sqlite3_context *call, const TnValue *value) {
    TnBuffer buffer;
    if (memory_of(cx, value, &buffer) != 0) {
        return -1;
    }
    sqlite3_result_blob64(call, buffer.length == 0 ? "" : buffer.data, buffer.length,
                          SQLITE_TRANSIENT);
    return tn_buffer_release(cx, &buffer);
}

int32_t values_return(TnContext *cx, sqlite3_context *call, const TnValue *value) {
    switch (value->kind) {
    case TN_NONE:
        sqlite3_result_null(call);
        return 0;
    case TN_BOOL:
    case TN_INT:
        sqlite3_result_int64(call, value->as.i);
        return 0;
    case TN_FLOAT:
        sqlite3_result_double(call, value->as.f);
        return 0;
    case TN_STR:
        sqlite3_result_text64(call, value->as.s, value->length, SQLITE_TRANSIENT, SQLITE_UTF8);
        return 0;
    case TN_BYTES:
        sqlite3_result_blob64(call, value->length == 0 ? "" : value->as.p, value->length,
                              SQLITE_TRANSIENT);
        return 0;
    default:
        return return_memory(cx, call, value);
    }
}
