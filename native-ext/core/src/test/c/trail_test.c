/* Tests that a process that aborts says what it was running, and removes its trail. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "host.h"

typedef enum { ABORTS, ENDS } End;

/* Runs a child that keeps a trail with one note, and reads what it writes to its standard error. */
static int run(const char *path, End end, char *errors, size_t size) {
    int ends[2];
    CHECK(pipe(ends) == 0);
    pid_t child = fork();
    if (child == 0) {
        (void)dup2(ends[1], STDERR_FILENO);
        HostTrail *trail =
            (HostTrail *)(intptr_t)tenon_host_trail((int64_t)(intptr_t)path, 0, 0, 0);
        if (trail == NULL || memcmp(trail->magic, "TNTRAIL1", 8) != 0 || access(path, F_OK) != 0) {
            _exit(9);
        }
        strcpy((char *)trail + trail->end, "exec slot of module spam");
        trail->row[3] = trail->end;
        trail->row[4] = HOST_TRAIL_SIZE; /* no text: not followed */
        if (end == ABORTS) {
            abort();
        }
        exit(0);
    }
    (void)close(ends[1]);
    size_t length = 0;
    ssize_t got;
    while (length < size - 1 && (got = read(ends[0], errors + length, size - 1 - length)) > 0) {
        length += (size_t)got;
    }
    errors[length] = '\0';
    (void)close(ends[0]);
    int status = 0;
    CHECK(waitpid(child, &status, 0) == child);
    return status;
}

int main(void) {
    char folder[] = "/tmp/tenon-trail-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    char path[64];
    (void)snprintf(path, sizeof(path), "%s/trail", folder);
    char errors[8192];

    int status = run(path, ABORTS, errors, sizeof(errors));
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    CHECK(strstr(errors, "tenon: the process crashed\n") == errors);
    CHECK(strstr(errors, "tenon:   running exec slot of module spam\n") != NULL);
    CHECK(access(path, F_OK) != 0);

    status = run(path, ENDS, errors, sizeof(errors));
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    CHECK(errors[0] == '\0' && access(path, F_OK) != 0);

    char nowhere[] = "/nowhere/trail";
    CHECK(tenon_host_trail((int64_t)(intptr_t)nowhere, 0, 0, 0) == 0);
    CHECK(rmdir(folder) == 0);
    return CHECKS_STATUS;
}
