/* SPDX-License-Identifier: Apache-2.0 */
/* stats: mean, variance, quantiles and histograms of numbers in memory of the host. Runs as a
 * program and can be imported. cc-flags: -lm */
#include <tenon.h>

#include "functions.h"
#include "program.h"

static const TnMethod methods[] = {
    TN_TYPED("mean", moments_mean, "(context, f64[]) -> f64", "The mean of numbers."),
    TN_TYPED("standardize", moments_standardize, "(context, f64[]) -> void",
             "Shift and scale numbers in place to the mean 0 and the deviation 1."),
    TN_KEYWORD("variance", moments_variance, "variance(data, ddof=1): the variance of a sample."),
    TN_KEYWORD("quantiles", quantiles_list,
               "quantiles(data, shares=[0, 0.25, 0.5, 0.75, 1]): what those shares are below."),
    TN_KEYWORD("histogram", histogram_map,
               "histogram(data, bins=10, low=None, high=None): a map of edges and counts."),
    TN_METHODS_END};

TENON_MODULE(stats, TN_DOC("Statistics of numbers in memory of the host."), TN_METHODS(methods),
             TN_MAIN(program_main), TN_INTERPRETERS(TN_ISOLATED), TN_THREADS(TN_THREADS_FREE));
