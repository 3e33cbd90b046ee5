/* SPDX-License-Identifier: Apache-2.0 */
/* Deprecated names and submodules that are imported when they are read. */
#include <tenon.h>

static const TnConstant constants[] = {TN_INT_CONSTANT("now", 7), TN_CONSTANTS_END};
static const TnDeprecated deprecated[] = {TN_DEPRECATED_NAME("before", "now", "since 2.0"),
                                          TN_DEPRECATED_NAME("earlier", "now", NULL),
                                          TN_DEPRECATED_END};
static const char *const submodules[] = {"basic", NULL};

TENON_MODULE(declares_names, TN_CONSTANTS(constants), TN_DEPRECATED(deprecated),
             TN_SUBMODULES(submodules));
