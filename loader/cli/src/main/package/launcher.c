// SPDX-License-Identifier: Apache-2.0
// The program bin/tenon of a package: finds the directory that it is installed in, and becomes Java
// with the options that the command needs. It starts no other process.
//
//   TENON_JAVA_OPTIONS  further options for the JVM, separated by blanks
//   TENON_CLASSPATH     further jars; the start-up cache is for the jars of the command alone
//   TENON_TRAIL         the file that notes what native code runs; none if empty
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { UNAVAILABLE = 69 };

static _Noreturn void fail(const char *what, const char *name) {
    fprintf(stderr, "tenon: %s '%s': %s; install the package again\n", what, name, strerror(errno));
    exit(UNAVAILABLE);
}

// A text as by printf.
static char *text(const char *format, ...) {
    char *made = NULL;
    va_list values;
    va_start(values, format);
    int length = vasprintf(&made, format, values);
    va_end(values);
    if (length < 0) {
        fputs("tenon: out of memory\n", stderr);
        exit(UNAVAILABLE);
    }
    return made;
}

static const char *variable(const char *name, const char *otherwise) {
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : otherwise;
}

// The directory above that of this program, through symbolic links.
static char *find_root(void) {
    char *program = realpath("/proc/self/exe", NULL);
    if (program == NULL)
        fail("cannot find the program through", "/proc/self/exe");
    for (int i = 0; i < 2; i++) {
        char *slash = strrchr(program, '/');
        if (slash == NULL)
            fail("cannot find the directory of", program);
        *slash = '\0';
    }
    return program;
}

// The first files that Java opens must not take the place of streams that are closed: a program
// would read and write them. Opened the wrong way round they fail as closed ones do.
static void keep_closed(void) {
    for (int stream = 0; stream <= 2; stream++) {
        if (fcntl(stream, F_GETFD) < 0 &&
            open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY) != stream)
            fail("cannot open", "/dev/null");
    }
}

// In the C locale Java would read every character outside ASCII, in arguments and file names, as an
// error; as CPython does (PEP 538), take the C locale for UTF-8.
static void set_locale(void) {
    const char *locale = variable("LC_ALL", variable("LC_CTYPE", variable("LANG", "")));
    if (strcmp(locale, "") == 0 || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
        setenv(*variable("LC_ALL", "") != '\0' ? "LC_ALL" : "LC_CTYPE", "C.UTF-8", 1);
}

static char *terminals(void) {
    char found[4] = "";
    for (int stream = 0; stream <= 2; stream++) {
        if (isatty(stream))
            found[strlen(found)] = (char)('0' + stream);
    }
    return text("-Dtenon.terminals=%s", found);
}

int main(int count, char **arguments) {
    char *root = find_root();
    keep_closed();
    set_locale();

    char *options = text("%s", variable("TENON_JAVA_OPTIONS", ""));
    char **words = calloc((size_t)count + strlen(options) + 20, sizeof(char *));
    if (words == NULL)
        fail("cannot start", arguments[0]);
    const char *jars = variable("TENON_CLASSPATH", NULL);
    char *java = text("%s/runtime/bin/java", root);
    char *jar = text("%s/lib/tenon-cli.jar", root);
    char *cache = text("%s/lib/tenon.aot", root);
    int used = 0;
    words[used++] = java;
    words[used++] = "-XX:+UseSerialGC";
    words[used++] = "-Xlog:aot=off";
    words[used++] = "-Xlog:cds=off";
    if (jars == NULL && access(cache, R_OK) == 0)
        words[used++] = text("-XX:AOTCache=%s", cache);
    for (char *rest = options, *word; (word = strtok_r(rest, " \t\n", &rest)) != NULL;)
        words[used++] = word;
    words[used++] = text("-Dtenon.host.library=%s/lib/libtenon_host.so", root);
    const char *trail = getenv("TENON_TRAIL");
    words[used++] = trail != NULL ? text("-Dtenon.trail=%s", trail)
                                  : text("-Dtenon.trail=%s/tenon-%ld.trail",
                                         variable("TMPDIR", "/tmp"), (long)getpid());
    words[used++] = text("-Dtenon.home=%s/bin", root);
    words[used++] = text("-Dtenon.samples=%s/examples/modules", root);
    words[used++] = terminals();
    if (jars != NULL) {
        words[used++] = "--enable-native-access=ALL-UNNAMED";
        words[used++] = "-cp";
        words[used++] = text("%s:%s", jar, jars);
        words[used++] = "dev.tenon.cli.Main";
    } else {
        words[used++] = "-jar";
        words[used++] = jar;
    }
    for (int i = 1; i < count; i++)
        words[used++] = arguments[i];
    execv(java, words);
    fail("cannot start", java);
}
