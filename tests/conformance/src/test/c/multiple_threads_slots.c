/* SPDX-License-Identifier: Apache-2.0 */
/* Says twice what it thinks of threads. */
#include <tenon.h>

TENON_MODULE(multiple_threads_slots, TN_THREADS(TN_THREADS_FREE),
             TN_THREADS(TN_THREADS_SERIALIZED));
