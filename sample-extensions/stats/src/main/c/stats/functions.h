/* SPDX-License-Identifier: Apache-2.0 */
/* The functions of the module, by topic: moments.c, quantiles.c, histogram.c. */
#ifndef STATS_FUNCTIONS_H
#define STATS_FUNCTIONS_H

#include <tenon.h>

/* Typed, "(context, f64[]) -> f64": f64[] is a pointer and the number of items in C. */
double moments_mean(TnContext *cx, const double *numbers, size_t count);

/* Typed, "(context, f64[]) -> void": writes to the memory of the host. */
void moments_standardize(TnContext *cx, double *numbers, size_t count);

/* variance(data, ddof=1) */
int32_t moments_variance(TnContext *cx, const TnValue *args, const TnKeywords *keywords,
                         TnValue *result);

/* quantiles(data, shares=[0, 0.25, 0.5, 0.75, 1]) */
int32_t quantiles_list(TnContext *cx, const TnValue *args, const TnKeywords *keywords,
                       TnValue *result);

/* histogram(data, bins=10, low=None, high=None) */
int32_t histogram_map(TnContext *cx, const TnValue *args, const TnKeywords *keywords,
                      TnValue *result);

#endif
