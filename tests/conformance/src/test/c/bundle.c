/* SPDX-License-Identifier: Apache-2.0 */
/* Three modules in one library, none of which has its name. */
#include <tenon.h>

static const TnConstant first[] = {TN_INT_CONSTANT("number", 1), TN_CONSTANTS_END};
static const TnConstant second[] = {TN_INT_CONSTANT("number", 2), TN_CONSTANTS_END};
static const TnConstant third[] = {TN_INT_CONSTANT("number", 3), TN_CONSTANTS_END};

TENON_MODULE(bundled_first, TN_CONSTANTS(first));
TENON_MODULE(bundled_second, TN_CONSTANTS(second));
/* The name is "čaj". */
TENON_MODULE_PUNYCODE(aj_dma, TN_CONSTANTS(third));
