/* SPDX-License-Identifier: Apache-2.0 */
/* Gives back what it is given: each type plain, promised not to call back, and with a context. */
#include <string.h>
#include <tenon.h>

#define SAME(label, type)                                                                          \
    static type label(type x) { return x; }                                                        \
    static type label##_in_context(TnContext *cx, type x) {                                        \
        (void)cx;                                                                                  \
        return x;                                                                                  \
    }

SAME(bool_same, uint8_t)
SAME(i8_same, int8_t)
SAME(i16_same, int16_t)
SAME(i32_same, int32_t)
SAME(i64_same, int64_t)
SAME(u8_same, uint8_t)
SAME(u16_same, uint16_t)
SAME(u32_same, uint32_t)
SAME(u64_same, uint64_t)
SAME(f32_same, float)
SAME(f64_same, double)
SAME(size_same, size_t)
SAME(ptr_same, void *)

/* Text and bytes come back out of state: what is passed in dies with the call. */
typedef struct {
    size_t length;
    char bytes[256];
} State;

static const char *keep(State *state, const void *bytes, size_t length) {
    state->length = length < sizeof state->bytes ? length : sizeof state->bytes - 1;
    memcpy(state->bytes, bytes, state->length);
    state->bytes[state->length] = '\0';
    return state->bytes;
}

static const char *str_same(State *state, const char *text) {
    return text == NULL ? NULL : keep(state, text, strlen(text));
}

static const char *str_in_context(State *state, TnContext *cx, const char *text) {
    (void)cx;
    return str_same(state, text);
}

static const void *bytes_same(State *state, const void *bytes, size_t length, size_t *result) {
    *result = length;
    return keep(state, bytes, length);
}

static const void *bytes_in_context(State *state, TnContext *cx, const void *bytes, size_t length,
                                    size_t *result) {
    (void)cx;
    return bytes_same(state, bytes, length, result);
}

/* Adds 1 to each byte. */
static void buffer_same(uint8_t *bytes, size_t length) {
    for (size_t index = 0; index < length; index++) {
        bytes[index]++;
    }
}

static void buffer_in_context(TnContext *cx, uint8_t *bytes, size_t length) {
    (void)cx;
    buffer_same(bytes, length);
}

/* Adds 1 to each item, as often as it goes round at the limits of the type. */
#define ADD_ONE(label, type, sum)                                                                  \
    static void label##_items(type *items, size_t count) {                                         \
        for (size_t index = 0; index < count; index++) {                                           \
            items[index] = sum;                                                                    \
        }                                                                                          \
    }                                                                                              \
    static void label##_items_in_context(TnContext *cx, type *items, size_t count) {               \
        (void)cx;                                                                                  \
        label##_items(items, count);                                                               \
    }

ADD_ONE(i32, int32_t, (int32_t)((uint32_t)items[index] + 1))
ADD_ONE(i64, int64_t, (int64_t)((uint64_t)items[index] + 1))
ADD_ONE(f32, float, items[index] + 1)
ADD_ONE(f64, double, items[index] + 1)

static void void_same(void) {}
static void void_in_context(TnContext *cx) { (void)cx; }

#define METHODS(label, type)                                                                       \
    TN_TYPED(#type "_plain", label, "(" #type ") -> " #type, NULL),                                \
        TN_TYPED_WITH(#type "_leaf", label, "(" #type ") -> " #type, TN_NO_CALLBACK, NULL),        \
        TN_TYPED(#type "_context", label##_in_context, "(context, " #type ") -> " #type, NULL)

#define ARRAY_METHODS(type)                                                                        \
    TN_TYPED(#type "_items_plain", type##_items, "(" #type "[]) -> void", NULL),                   \
        TN_TYPED_WITH(#type "_items_leaf", type##_items, "(" #type "[]) -> void", TN_NO_CALLBACK,  \
                      NULL),                                                                       \
        TN_TYPED(#type "_items_context", type##_items_in_context,                                  \
                 "(context, " #type "[]) -> void", NULL)

static const TnMethod methods[] = {
    METHODS(bool_same, bool),
    METHODS(i8_same, i8),
    METHODS(i16_same, i16),
    METHODS(i32_same, i32),
    METHODS(i64_same, i64),
    METHODS(u8_same, u8),
    METHODS(u16_same, u16),
    METHODS(u32_same, u32),
    METHODS(u64_same, u64),
    METHODS(f32_same, f32),
    METHODS(f64_same, f64),
    METHODS(size_same, size),
    METHODS(ptr_same, ptr),
    TN_TYPED("str_plain", str_same, "(state, str) -> str", NULL),
    TN_TYPED_WITH("str_leaf", str_same, "(state, str) -> str", TN_NO_CALLBACK, NULL),
    TN_TYPED("str_context", str_in_context, "(state, context, str) -> str", NULL),
    TN_TYPED("bytes_plain", bytes_same, "(state, bytes) -> bytes", NULL),
    TN_TYPED_WITH("bytes_leaf", bytes_same, "(state, bytes) -> bytes", TN_NO_CALLBACK, NULL),
    TN_TYPED("bytes_context", bytes_in_context, "(state, context, bytes) -> bytes", NULL),
    TN_TYPED("buffer_plain", buffer_same, "(buffer) -> void", NULL),
    TN_TYPED_WITH("buffer_leaf", buffer_same, "(buffer) -> void", TN_NO_CALLBACK, NULL),
    TN_TYPED("buffer_context", buffer_in_context, "(context, buffer) -> void", NULL),
    ARRAY_METHODS(i32),
    ARRAY_METHODS(i64),
    ARRAY_METHODS(f32),
    ARRAY_METHODS(f64),
    TN_TYPED("void_plain", void_same, "() -> void", NULL),
    TN_TYPED_WITH("void_leaf", void_same, "() -> void", TN_NO_CALLBACK, NULL),
    TN_TYPED("void_context", void_in_context, "(context) -> void", NULL),
    TN_METHODS_END};

TENON_MODULE(limits, TN_STATE_SIZE(sizeof(State)), TN_METHODS(methods));
