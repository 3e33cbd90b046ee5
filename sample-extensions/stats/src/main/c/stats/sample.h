/* SPDX-License-Identifier: Apache-2.0 */
/* Gets at the numbers of an argument: memory of the host, read where it lies. */
#ifndef STATS_SAMPLE_H
#define STATS_SAMPLE_H

#include <tenon.h>

typedef struct Sample {
    const double *numbers;
    size_t count;
    TnBuffer buffer;
} Sample;

/* Checks numbers; -1 with a ValueError if there are none, or one that is not finite. */
int32_t sample_check(TnContext *cx, const char *function, const double *numbers, size_t count);

/* The numbers of an argument; -1 with a TypeError or ValueError. */
int32_t sample_open(TnContext *cx, const char *function, const TnValue *data, Sample *sample);

/* Releases the memory. */
void sample_close(TnContext *cx, Sample *sample);

/* A copy that is sorted and lives as long as this call into the module; NULL with a MemoryError. */
double *sample_sorted(TnContext *cx, const Sample *sample);

/* Gets a number from an int or float; -1 with a TypeError or ValueError. */
int32_t sample_number(TnContext *cx, const char *what, const TnValue *value, double *number);

#endif
