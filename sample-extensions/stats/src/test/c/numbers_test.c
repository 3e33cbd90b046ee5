/* SPDX-License-Identifier: Apache-2.0 */
/* The arithmetic, without a host. cc-flags: -lm */
#include "numbers.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

static int failed;

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                  \
            failed = 1;                                                                            \
        }                                                                                          \
    } while (0)

static int is_near(double one, double other) { return fabs(one - other) <= 1e-14 * fabs(other); }

/* The numbers 2 4 4 4 5 5 7 9, times a scale and shifted: mean 5, variance of the whole 4. */
static Moments moments_of(double scale, double shift) {
    double numbers[] = {2, 4, 4, 4, 5, 5, 7, 9};
    for (size_t index = 0; index < COUNT(numbers); index++) {
        numbers[index] = numbers[index] * scale + shift;
    }
    return numbers_moments(numbers, COUNT(numbers));
}

static void moments_loseNoDigits(void) {
    static const double scales[] = {1, 1e100, 1e-100, 1e200, 1e-200, 1e307, 0x1p-1060};
    for (size_t index = 0; index < COUNT(scales); index++) {
        Moments moments = moments_of(scales[index], 0);
        CHECK(is_near(numbers_mean(&moments), 5 * scales[index]));
        CHECK(is_near(numbers_deviation(&moments, 8), 2 * scales[index]));
    }
    Moments shifted = moments_of(1, 1e15);
    CHECK(numbers_mean(&shifted) == 1e15 + 5 && numbers_variance(&shifted, 8) == 4);
}

static void moments_ofExtremeNumbers_areFinite(void) {
    const double apart[] = {DBL_MAX, -DBL_MAX}, same[] = {DBL_MAX, DBL_MAX, DBL_MAX};
    Moments moments = numbers_moments(apart, 2);
    CHECK(numbers_mean(&moments) == 0 && numbers_deviation(&moments, 2) == DBL_MAX);
    CHECK(isinf(numbers_variance(&moments, 2)));
    moments = numbers_moments(same, 3);
    CHECK(numbers_mean(&moments) == DBL_MAX && numbers_variance(&moments, 3) == 0);
}

static void mean_addsWhatAdditionsRoundOff(void) {
    const double numbers[] = {1e16, 1, -1e16, 1};
    Moments moments = numbers_moments(numbers, 4);
    CHECK(numbers_mean(&moments) == 0.5);
}

static void odd_isFound(void) {
    const double numbers[] = {1, -DBL_MAX, INFINITY, NAN};
    CHECK(numbers_find_odd(numbers, 4) == 2 && numbers_find_odd(numbers + 3, 1) == 0);
    CHECK(numbers_find_odd(numbers, 2) == 2 && numbers_find_odd(numbers, 0) == 0);
}

static void quantiles_lieBetweenNeighbours(void) {
    double numbers[] = {9, -DBL_MAX, 3, DBL_MAX};
    numbers_sort(numbers, 4);
    CHECK(numbers[0] == -DBL_MAX && numbers[1] == 3 && numbers[2] == 9 && numbers[3] == DBL_MAX);
    CHECK(numbers_quantile(numbers, 4, 0) == -DBL_MAX &&
          numbers_quantile(numbers, 4, 1) == DBL_MAX);
    CHECK(numbers_quantile(numbers, 4, 0.5) == 6);
    const double ends[] = {-DBL_MAX, DBL_MAX}, same[] = {0.1, 0.1};
    CHECK(numbers_quantile(ends, 2, 0.5) == 0 && numbers_quantile(same, 2, 0.3) == 0.1);
    CHECK(numbers_quantile(same, 1, 0.7) == 0.1);
}

/* Every edge begins its bin, whatever the rounding, and the number before it is in the one before.
 */
static void edges_belongToTheBinThatTheyBegin(void) {
    static const double widths[] = {1, 0.1, 3, 1e-300, 1e300, DBL_TRUE_MIN};
    for (size_t width = 0; width < COUNT(widths); width++) {
        for (size_t count = 1; count < 200; count++) {
            Bins bins = {-widths[width] / 3, widths[width], count};
            double previous = bins.low;
            for (size_t index = 0; index < count; index++) {
                double edge = numbers_edge(&bins, index);
                if (index > 0 && edge > previous && edge < numbers_edge(&bins, index + 1)) {
                    CHECK(numbers_bin(&bins, edge) == index);
                    CHECK(numbers_bin(&bins, nextafter(edge, -INFINITY)) == index - 1);
                }
                previous = edge;
            }
            CHECK(numbers_bin(&bins, bins.high) == count - 1);
            CHECK(numbers_bin(&bins, nextafter(bins.low, -INFINITY)) == count);
            CHECK(numbers_bin(&bins, nextafter(bins.high, INFINITY)) == count);
        }
    }
}

int main(void) {
    moments_loseNoDigits();
    moments_ofExtremeNumbers_areFinite();
    mean_addsWhatAdditionsRoundOff();
    odd_isFound();
    quantiles_lieBetweenNeighbours();
    edges_belongToTheBinThatTheyBegin();
    return failed;
}
