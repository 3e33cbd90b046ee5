/* SPDX-License-Identifier: Apache-2.0 */
#include "functions.h"
#include "numbers.h"
#include "sample.h"

static int32_t append_quantile(TnContext *cx, const double *sorted, size_t count,
                               const TnValue *share, const TnValue *list) {
    double number;
    if (sample_number(cx, "each share of quantiles()", share, &number) != 0) {
        return -1;
    }
    if (number < 0 || number > 1) {
        return tn_errorf(cx, TN_VALUE_ERROR, "each share of quantiles() lies in 0 to 1, found %g",
                         number);
    }
    return tn_append(cx, list, tn_float(numbers_quantile(sorted, count, number)));
}

/* Any iterable of the host will do for the shares. */
static int32_t append_quantiles(TnContext *cx, const double *sorted, size_t count,
                                const TnValue *shares, const TnValue *list) {
    TnValue iterator, share;
    int32_t more;
    if (tn_iterate(cx, shares, &iterator) != 0) {
        return -1;
    }
    while ((more = tn_next(cx, &iterator, &share)) == 1) {
        if (append_quantile(cx, sorted, count, &share, list) != 0) {
            return -1;
        }
    }
    return more;
}

int32_t quantiles_list(TnContext *cx, const TnValue *args, const TnKeywords *keywords,
                       TnValue *result) {
    static const char *const parameters[] = {"data", "shares"};
    const TnValue quarters[] = {tn_int(0), tn_float(0.25), tn_float(0.5), tn_float(0.75),
                                tn_int(1)};
    TnValue values[] = {tn_none(), tn_none()};
    Sample sample;
    if (tn_arguments(cx, "quantiles", args, keywords, parameters, 2, 1, values) != 0 ||
        (values[1].kind == TN_NONE && tn_list(cx, quarters, 5, &values[1]) != 0) ||
        sample_open(cx, "quantiles", &values[0], &sample) != 0) {
        return -1;
    }
    size_t count = sample.count;
    double *sorted = sample_sorted(cx, &sample);
    sample_close(cx, &sample);
    if (sorted == NULL || tn_list(cx, NULL, 0, result) != 0) {
        return -1;
    }
    return append_quantiles(cx, sorted, count, &values[1], result);
}
