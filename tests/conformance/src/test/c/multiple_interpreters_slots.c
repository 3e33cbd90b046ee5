/* SPDX-License-Identifier: Apache-2.0 */
/* Says twice what it thinks of several interpreters. */
#include <tenon.h>

TENON_MODULE(multiple_interpreters_slots, TN_INTERPRETERS(TN_ISOLATED),
             TN_INTERPRETERS(TN_NOT_SUPPORTED));
