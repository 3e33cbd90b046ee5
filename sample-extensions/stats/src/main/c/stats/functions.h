/* The functions of the module, by topic: moments.c, quantiles.c, histogram.c. */
#ifndef STATS_FUNCTIONS_H
#define STATS_FUNCTIONS_H

#include <tenon.h>

/* Typed, "(context, buffer) -> f64": the buffer is a pointer and a length in C. */
double moments_mean(TnContext *cx, const void *data, size_t length);

/* Typed, "(context, buffer) -> void": writes to the memory of the host. */
void moments_standardize(TnContext *cx, void *data, size_t length);

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
