/* SPDX-License-Identifier: Apache-2.0 */
/* Does a bit of everything when it is loaded and executed. */
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <tenon.h>
#include <unistd.h>

/* Volatile, so that no call is a tail call or optimized away. */
static const char *volatile early;
static char *volatile block;

__attribute__((constructor)) static void on_load(void) { early = getenv("EFFECTS_EARLY"); }

static void *idle(void *argument) { return argument; }

static int32_t effects_exec(TnContext *cx) {
    (void)cx;
    FILE *file = fopen("effects.txt", "w");
    if (file != NULL) {
        (void)fclose(file);
    }
    (void)open("/nonexistent/effects", O_RDONLY);
    pthread_t thread;
    if (pthread_create(&thread, NULL, idle, NULL) == 0) {
        (void)pthread_join(thread, NULL);
    }
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons(1);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    (void)!connect(connection, (const struct sockaddr *)&address, sizeof address);
    (void)close(connection);
    (void)!system("exit 0");
    block = malloc(100000);
    free(block);
    return 0;
}

TENON_MODULE(effects, TN_EXEC(effects_exec));
