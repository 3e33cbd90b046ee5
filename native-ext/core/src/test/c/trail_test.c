/* SPDX-License-Identifier: Apache-2.0 */
/* Tests that a process that aborts says what it was running, and removes its trail. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
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
        if ((intptr_t)trail <= 0 || memcmp(trail->magic, "TNTRAIL1", 8) != 0 ||
            access(path, F_OK) != 0) {
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

static int64_t keep(const char *path) { return tenon_host_trail((int64_t)(intptr_t)path, 0, 0, 0); }

static void write_file(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    CHECK(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
}

static int holds(const char *path, const char *text) {
    char found[64] = {0};
    FILE *file = fopen(path, "r");
    return file != NULL && fread(found, 1, sizeof(found) - 1, file) == strlen(text) &&
           fclose(file) == 0 && strcmp(found, text) == 0;
}

/* What is neither new nor empty nor a trail is refused and stays as it was. */
static void test_files_of_others(const char *folder) {
    char path[64];
    char other[64];
    char errors[8192];
    (void)snprintf(path, sizeof(path), "%s/other name", folder);
    (void)snprintf(other, sizeof(other), "%s/link", folder);

    write_file(path, "precious\n");
    CHECK(keep(path) == -HOST_TRAIL_REFUSED && holds(path, "precious\n"));
    write_file(path, "TNTRAIL1 and more");
    CHECK(keep(path) == -HOST_TRAIL_REFUSED && holds(path, "TNTRAIL1 and more"));
    CHECK(symlink(path, other) == 0);
    CHECK(keep(other) == -HOST_TRAIL_REFUSED && holds(path, "TNTRAIL1 and more"));
    CHECK(unlink(other) == 0 && symlink("nowhere", other) == 0);
    CHECK(keep(other) == -HOST_TRAIL_REFUSED && access(other, F_OK) != 0);
    CHECK(unlink(other) == 0 && mkfifo(other, 0600) == 0);
    CHECK(keep(other) == -HOST_TRAIL_REFUSED && unlink(other) == 0);
    CHECK(mkdir(other, 0700) == 0);
    CHECK(keep(other) == -HOST_TRAIL_REFUSED && rmdir(other) == 0);
    CHECK(keep("/dev/full") == -HOST_TRAIL_REFUSED && keep("/dev/null") == -HOST_TRAIL_REFUSED);
    CHECK(keep("") == -ENOENT);

    write_file(path, "");
    CHECK(WIFEXITED(run(path, ENDS, errors, sizeof(errors))) && holds(path, ""));
    CHECK(link(path, other) == 0 && keep(path) == -HOST_TRAIL_REFUSED && holds(path, ""));
    CHECK(unlink(other) == 0 && unlink(path) == 0);
}

/* Without room on the disk there is no trail, no file and no signal. */
static void test_full_disk(const char *path) {
    pid_t child = fork();
    if (child == 0) {
        struct rlimit most = {8192, 8192};
        (void)signal(SIGXFSZ, SIG_IGN);
        _exit(setrlimit(RLIMIT_FSIZE, &most) != 0 || keep(path) != -EFBIG ||
              access(path, F_OK) == 0);
    }
    int status = 0;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
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

    test_full_disk(path);
    char nowhere[] = "/nowhere/trail";
    CHECK(tenon_host_trail((int64_t)(intptr_t)nowhere, 0, 0, 0) == -ENOENT);
    test_files_of_others(folder);
    CHECK(rmdir(folder) == 0);
    return CHECKS_STATUS;
}
