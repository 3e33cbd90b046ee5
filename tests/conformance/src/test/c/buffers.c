/* SPDX-License-Identifier: Apache-2.0 */
/* Works on the memory of the host's arrays. */
#include <tenon.h>

#define ARGUMENTS TnContext *cx, const TnValue *args, size_t nargs, TnValue *result

/* Doubles every number; releases the buffer before it calls what it is given. */
static int32_t twice(ARGUMENTS) {
    TnBuffer buffer;
    TnValue ignored;
    if (tn_buffer_acquire(cx, &args[0], TN_BUFFER_WRITE, &buffer) != 0) {
        return -1;
    }
    if (buffer.format != 'd' && buffer.format != 'B') {
        return tn_errorf(cx, TN_TYPE_ERROR, "items of format %c", (int)buffer.format);
    }
    for (uint64_t index = 0; index < buffer.length / buffer.item_size; index++) {
        if (buffer.format == 'd') {
            ((double *)buffer.data)[index] *= 2;
        } else {
            ((unsigned char *)buffer.data)[index] *= 2;
        }
    }
    if (nargs > 1 && tn_buffer_release(cx, &buffer) != 0) {
        return -1;
    }
    *result = tn_int((int64_t)buffer.length);
    return nargs > 1 ? tn_call(cx, &args[1], NULL, 0, &ignored) : 0;
}

static int32_t describe(ARGUMENTS) {
    TnBuffer buffer;
    char *text = tn_alloc(cx, 64);
    (void)nargs;
    if (text == NULL || tn_buffer_acquire(cx, &args[0], TN_BUFFER_READ, &buffer) != 0) {
        return -1;
    }
    int size = snprintf(text, 64, "%llu %u %c %u", (unsigned long long)buffer.length,
                        (unsigned)buffer.item_size, (int)buffer.format, (unsigned)buffer.read_only);
    *result = tn_str_n(text, (size_t)size);
    return tn_buffer_release(cx, &buffer) == 0 ? tn_buffer_release(cx, &buffer) : -1;
}

static double first(const double *numbers, size_t length) { return length < 8 ? 0 : *numbers; }

static double sum(const double *numbers, size_t count) {
    double sum = 0;
    for (size_t index = 0; index < count; index++) {
        sum += numbers[index];
    }
    return sum;
}

static void negate_floats(float *numbers, size_t count) {
    for (size_t index = 0; index < count; index++) {
        numbers[index] = -numbers[index];
    }
}

static int64_t number_them(int32_t *small, size_t small_count, int64_t *large, size_t large_count) {
    for (size_t index = 0; index < small_count; index++) {
        small[index] = (int32_t)index;
    }
    for (size_t index = 0; index < large_count; index++) {
        large[index] = (int64_t)index;
    }
    return (int64_t)(small_count + large_count);
}

static const TnMethod methods[] = {
    TN_DYNAMIC("twice", twice, NULL),
    TN_DYNAMIC("describe", describe, NULL),
    TN_TYPED("first", first, "(buffer) -> f64", NULL),
    TN_TYPED("sum", sum, "(f64[]) -> f64", NULL),
    TN_TYPED("negate", negate_floats, "(f32[]) -> void", NULL),
    TN_TYPED("number_them", number_them, "(i32[], i64[]) -> i64", NULL),
    TN_METHODS_END};

TENON_MODULE(buffers, TN_METHODS(methods));
