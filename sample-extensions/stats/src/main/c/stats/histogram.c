/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "functions.h"
#include "numbers.h"
#include "sample.h"

enum { DEFAULT_BINS = 10, MOST_BINS = 100000 };

/* An end that was given, or the one that was found. */
static int32_t end_of(TnContext *cx, const char *what, const TnValue *given, double found,
                      double *end) {
    *end = found;
    return given->kind == TN_NONE ? 0 : sample_number(cx, what, given, end);
}

static int32_t find_ends(TnContext *cx, const Sample *sample, const TnValue *low,
                         const TnValue *high, Bins *bins) {
    double smallest = sample->numbers[0], largest = sample->numbers[0];
    for (size_t index = 1; index < sample->count; index++) {
        smallest = fmin(smallest, sample->numbers[index]);
        largest = fmax(largest, sample->numbers[index]);
    }
    if (smallest == largest) { /* one unit around it */
        smallest -= 0.5;
        largest += 0.5;
    }
    if (end_of(cx, "histogram() argument 'low'", low, smallest, &bins->low) != 0 ||
        end_of(cx, "histogram() argument 'high'", high, largest, &bins->high) != 0) {
        return -1;
    }
    if (!(bins->low < bins->high) || !isfinite(bins->high - bins->low)) {
        return tn_errorf(cx, TN_VALUE_ERROR,
                         "histogram() needs ends of which low is the lower, found %g to %g",
                         bins->low, bins->high);
    }
    return 0;
}

/* Counts for all bins, and behind them that of the numbers outside; NULL with a MemoryError. They
 * live as long as this call into the module. */
static int64_t *count_numbers(TnContext *cx, const Sample *sample, const Bins *bins) {
    int64_t *counts = tn_alloc(cx, (bins->count + 1) * sizeof *counts);
    if (counts == NULL) {
        return NULL;
    }
    for (size_t index = 0; index <= bins->count; index++) {
        counts[index] = 0;
    }
    for (size_t index = 0; index < sample->count; index++) {
        counts[numbers_bin(bins, sample->numbers[index])]++;
    }
    return counts;
}

static int32_t make_map(TnContext *cx, const Bins *bins, const int64_t *counts, TnValue *map) {
    TnValue edge_list, count_list;
    TnValue *values = tn_alloc(cx, (bins->count + 1) * sizeof *values);
    if (values == NULL || tn_map(cx, map) != 0) {
        return -1;
    }
    for (size_t index = 0; index <= bins->count; index++) {
        values[index] = tn_float(numbers_edge(bins, index));
    }
    if (tn_list(cx, values, bins->count + 1, &edge_list) != 0 ||
        tn_item_set(cx, map, tn_str("edges"), edge_list) != 0) {
        return -1;
    }
    for (size_t index = 0; index < bins->count; index++) {
        values[index] = tn_int(counts[index]);
    }
    return tn_list(cx, values, bins->count, &count_list) != 0
               ? -1
               : tn_item_set(cx, map, tn_str("counts"), count_list);
}

int32_t histogram_map(TnContext *cx, const TnValue *args, const TnKeywords *keywords,
                      TnValue *result) {
    static const char *const parameters[] = {"data", "bins", "low", "high"};
    TnValue values[] = {tn_none(), tn_int(DEFAULT_BINS), tn_none(), tn_none()};
    Sample sample;
    if (tn_arguments(cx, "histogram", args, keywords, parameters, 4, 1, values) != 0) {
        return -1;
    }
    if (values[1].kind != TN_INT || values[1].as.i < 1 || values[1].as.i > MOST_BINS) {
        return tn_errorf(cx, TN_VALUE_ERROR, "histogram() argument 'bins' must be an int, 1 to %d",
                         MOST_BINS);
    }
    if (sample_open(cx, "histogram", &values[0], &sample) != 0) {
        return -1;
    }
    Bins bins = {.count = (size_t)values[1].as.i};
    int64_t *counts = find_ends(cx, &sample, &values[2], &values[3], &bins) == 0
                          ? count_numbers(cx, &sample, &bins)
                          : NULL;
    sample_close(cx, &sample);
    return counts == NULL ? -1 : make_map(cx, &bins, counts, result);
}
