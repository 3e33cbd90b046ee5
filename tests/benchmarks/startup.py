#!/usr/bin/env python3
"""Measures what a whole process of `tenon run -m` takes, beside `java` and `python3 -m`.

    tests/benchmarks/startup.py [ROUNDS]

Each program prints one line. The rounds are interleaved, the medians of wall time are printed in
milliseconds. The machine should have nothing else to do. TENON_JAVA_HOME names the JDK, else that
of JAVA_HOME is taken. Modules that need longer are out of the question here: see the JMH benchmarks.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
WARM_UP = 3

C_MODULE = """
#include <tenon.h>
static int32_t run(TnContext *cx, TnMainArguments *arguments) {
    (void)arguments;
    return tn_write(cx, TN_STDOUT, "hello\\n", 6) == 0 ? 0 : -1;
}
TENON_MODULE(hello, TN_MAIN(run), TN_INTERPRETERS(TN_ISOLATED));
"""

JAVA_PROGRAM = 'class Hello { public static void main(String[] a) { System.out.println("hello"); } }'


def build(folder, jdk):
    (folder / "hello.c").write_text(C_MODULE)
    (folder / "Hello.java").write_text(JAVA_PROGRAM)
    (folder / "hello_python.py").write_text('print("hello")\n')
    subprocess.run(
        ["cc", "-std=c11", "-O2", "-shared", "-fPIC", "-I", ROOT / "native-ext" / "include",
         "-o", "hello.so", "hello.c"], cwd=folder, check=True)
    subprocess.run([jdk / "bin" / "javac", "Hello.java"], cwd=folder, check=True)
    subprocess.run([ROOT / "tenon", "run", "-m", "hello"], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL)


def measure(command, folder):
    begin = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    taken = (time.perf_counter() - begin) * 1000
    if done.returncode != 0 or done.stdout != b"hello\n":
        sys.exit(f"{command}: status {done.returncode}: {done.stdout!r} {done.stderr!r}")
    return taken


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    home = os.environ.get("TENON_JAVA_HOME") or os.environ.get("JAVA_HOME")
    if not home:
        sys.exit("no JDK: let TENON_JAVA_HOME name the JDK that tenon uses")
    jdk = pathlib.Path(home)
    commands = {
        "java Hello": [jdk / "bin" / "java", "-cp", ".", "Hello"],
        "python3 -m": ["python3", "-m", "hello_python"],
        "tenon run -m": [ROOT / "tenon", "run", "-m", "hello"],
    }
    times = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        build(folder, jdk)
        for number in range(rounds + WARM_UP):
            for name, command in commands.items():
                taken = measure(command, folder)
                if number >= WARM_UP:
                    times[name].append(taken)
    tenon = statistics.median(times["tenon run -m"])
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"{name:13} {median:6.1f} ms (least {min(taken):6.1f}); tenon is {tenon / median:.2f} of it")


if __name__ == "__main__":
    main()
