/* SPDX-License-Identifier: Apache-2.0 */
#include "sample.h"

#include <math.h>
#include <string.h>

#include "numbers.h"

int32_t sample_check(TnContext *cx, const char *function, const double *numbers, size_t count) {
    if (count == 0) {
        return tn_errorf(cx, TN_VALUE_ERROR, "%s() needs at least one number, found none",
                         function);
    }
    size_t odd = numbers_find_odd(numbers, count);
    if (odd != count) {
        return tn_errorf(cx, TN_VALUE_ERROR, "%s(): item %zu is %g; leave such items out", function,
                         odd, fabs(numbers[odd]));
    }
    return 0;
}

/* The memory may hold anything: a memory segment does not say what. */
static int32_t check_memory(TnContext *cx, const char *function, const TnBuffer *buffer) {
    if (buffer->format != 'd' && buffer->format != 'B') {
        return tn_errorf(cx, TN_TYPE_ERROR,
                         "%s() needs floats of 64 bits, found items of format '%c'", function,
                         (int)buffer->format);
    }
    if (buffer->length % sizeof(double) != 0 || (uintptr_t)buffer->data % _Alignof(double) != 0) {
        return tn_errorf(cx, TN_VALUE_ERROR,
                         "%s() needs whole floats of %zu bytes, aligned to as many, found %llu "
                         "bytes",
                         function, sizeof(double), (unsigned long long)buffer->length);
    }
    return 0;
}

int32_t sample_open(TnContext *cx, const char *function, const TnValue *data, Sample *sample) {
    if (data->kind != TN_OBJECT) {
        return tn_errorf(cx, TN_TYPE_ERROR,
                         "%s() argument 'data' must be a double[], DoubleBuffer or MemorySegment",
                         function);
    }
    if (tn_buffer_acquire(cx, data, TN_BUFFER_READ, &sample->buffer) != 0) {
        return -1;
    }
    sample->numbers = sample->buffer.data;
    sample->count = sample->buffer.length / sizeof(double);
    return check_memory(cx, function, &sample->buffer) != 0 ||
                   sample_check(cx, function, sample->numbers, sample->count) != 0
               ? -1 /* the end of the call releases the memory */
               : 0;
}

void sample_close(TnContext *cx, Sample *sample) { (void)tn_buffer_release(cx, &sample->buffer); }

double *sample_sorted(TnContext *cx, const Sample *sample) {
    double *sorted = tn_alloc(cx, sample->count * sizeof *sorted);
    if (sorted != NULL) {
        memcpy(sorted, sample->numbers, sample->count * sizeof *sorted);
        numbers_sort(sorted, sample->count);
    }
    return sorted;
}

int32_t sample_number(TnContext *cx, const char *what, const TnValue *value, double *number) {
    if (value->kind != TN_INT && value->kind != TN_FLOAT) {
        return tn_errorf(cx, TN_TYPE_ERROR, "%s must be a number", what);
    }
    *number = value->kind == TN_INT ? (double)value->as.i : value->as.f;
    return isfinite(*number) ? 0 : tn_errorf(cx, TN_VALUE_ERROR, "%s must be finite", what);
}
