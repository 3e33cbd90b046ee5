/* Makes threads that C made known to the JVM from their first call until they end. A backend whose
 * upcalls make them known for one call alone would show Java another thread each time. */
#include <pthread.h>

#include "host.h"

enum { JNI_VERSION = 0x00010008 };

static HostJvm *jvm;
static pthread_key_t kept;

static void give_back(void *of) { (void)((HostJvm *)of)->functions->detach(of); }

int tenon_thread_start(HostJvm *machine) {
    if (machine != NULL && pthread_key_create(&kept, give_back) != 0) {
        return -1;
    }
    jvm = machine;
    return 0;
}

int tenon_thread_keep(void) {
    void *environment = NULL;
    if (jvm == NULL || jvm->functions->get_environment(jvm, &environment, JNI_VERSION) == 0) {
        return 0;
    }
    if (jvm->functions->attach_as_daemon(jvm, &environment, NULL) != 0) {
        return -1;
    }
    if (pthread_setspecific(kept, jvm) != 0) {
        (void)jvm->functions->detach(jvm);
        return -1;
    }
    return 0;
}
