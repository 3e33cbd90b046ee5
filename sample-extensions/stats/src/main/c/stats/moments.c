/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "functions.h"
#include "numbers.h"
#include "sample.h"

double moments_mean(TnContext *cx, const double *numbers, size_t count) {
    if (sample_check(cx, "mean", numbers, count) != 0) {
        return 0;
    }
    Moments moments = numbers_moments(numbers, count);
    return numbers_mean(&moments);
}

void moments_standardize(TnContext *cx, double *numbers, size_t count) {
    if (sample_check(cx, "standardize", numbers, count) != 0) {
        return;
    }
    Moments moments = numbers_moments(numbers, count);
    double deviation = sqrt(moments.squares / (double)count);
    if (deviation == 0) {
        (void)tn_error(cx, TN_VALUE_ERROR, "standardize() needs numbers that differ");
        return;
    }
    for (size_t index = 0; index < count; index++) {
        numbers[index] = (numbers[index] * moments.factor - moments.mean) / deviation;
    }
}

int32_t moments_variance(TnContext *cx, const TnValue *args, const TnKeywords *keywords,
                         TnValue *result) {
    static const char *const parameters[] = {"data", "ddof"};
    TnValue values[] = {tn_none(), tn_int(1)};
    Sample sample;
    if (tn_arguments(cx, "variance", args, keywords, parameters, 2, 1, values) != 0) {
        return -1;
    }
    if (values[1].kind != TN_INT || values[1].as.i < 0) {
        return tn_error(cx, TN_TYPE_ERROR,
                        "variance() argument 'ddof' must be an int that is not negative");
    }
    if (sample_open(cx, "variance", &values[0], &sample) != 0) {
        return -1;
    }
    Moments moments = numbers_moments(sample.numbers, sample.count);
    sample_close(cx, &sample);
    if ((uint64_t)values[1].as.i >= moments.count) {
        return tn_errorf(cx, TN_VALUE_ERROR,
                         "variance() with ddof=%lld needs more than that many numbers, found %zu",
                         (long long)values[1].as.i, moments.count);
    }
    double variance = numbers_variance(&moments, moments.count - (size_t)values[1].as.i);
    if (isinf(variance)) {
        return tn_error(cx, TN_OVERFLOW_ERROR, "the variance is too large for a float");
    }
    *result = tn_float(variance);
    return 0;
}
