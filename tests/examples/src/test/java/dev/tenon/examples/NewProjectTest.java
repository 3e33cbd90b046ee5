// SPDX-License-Identifier: Apache-2.0
package dev.tenon.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `tenon new` makes builds and passes its own tests at once, and its tests can fail.
class NewProjectTest {

  /// Rust builds without it, too, so CI need not have it.
  private static final Prerequisite CARGO = new Prerequisite("cargo", "cargo");

  @TempDir private Path folder;
  @TempDir private Path repositoryFolder;
  @AutoClose private Workplace workplace;

  @BeforeEach
  void setUp() {
    workplace = Workplace.in(folder);
  }

  private Commands.Outcome shell(String script) {
    return workplace.commands().run("sh", "-euc", script);
  }

  private static void assertSuccess(Commands.Outcome outcome) {
    assertThat(outcome.status()).as(outcome.output() + outcome.errors()).isZero();
  }

  @Test
  void cProject_make_buildsAndTests() {
    Commands.Outcome outcome =
        shell("tenon new c my_module; cd my_module; make test CFLAGS='-Wall -Wextra -Werror'");

    assertSuccess(outcome);
    assertThat(outcome.output()).endsWith("my_module: the test has passed\n");
    assertThat(shell("tenon run --path my_module -m my_module World").output())
        .isEqualTo("Hello, World! You are number 1.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s/Hello/Hallo/", "s/return 0; .. the exit status.*/return -1;/"})
  void cProject_madeWrong_failsItsTest(String mistake) {
    assertSuccess(shell("tenon new c mine; sed -i '%s' mine/src/main/c/mine.c".formatted(mistake)));

    assertThat(shell("cd mine; make test").status()).isNotZero();
  }

  @Test
  void cProject_cmake_buildsAndTests() {
    Commands.Outcome outcome =
        shell(
            "sdk=$PWD/native-ext/sdk; tenon new c mine; cd mine;"
                + " cmake -B build -DTenon_DIR=$sdk; cmake --build build; ctest --test-dir build");

    assertSuccess(outcome);
    assertThat(outcome.output()).contains("100% tests passed");
  }

  @Test
  void cppProject_make_buildsAndTests() {
    Commands.Outcome outcome =
        shell(
            "tenon new cpp my_module; cd my_module; make test"
                + " CXXFLAGS='-Wall -Wextra -Wpedantic -Werror'");

    assertSuccess(outcome);
    assertThat(outcome.output()).endsWith("my_module: the test has passed\n");
    assertThat(
            shell("cd my_module; echo 'import my_module; my_module.add(2, 3)' | tenon repl")
                .output())
        .isEqualTo("5\n");
  }

  @Test
  void cppProject_madeWrong_failsItsTest() {
    assertSuccess(shell("tenon new cpp mine; sed -i s/Hello/Hallo/ mine/src/main/cpp/mine.cpp"));

    assertThat(shell("cd mine; make test").status()).isNotZero();
  }

  @Test
  void cppProject_cmake_buildsAndTests() {
    Commands.Outcome outcome =
        shell(
            "sdk=$PWD/native-ext/sdk; tenon new cpp mine; cd mine;"
                + " cmake -B build -DTenon_DIR=$sdk; cmake --build build; ctest --test-dir build");

    assertSuccess(outcome);
    assertThat(outcome.output()).contains("100% tests passed");
  }

  @Test
  void rustProject_make_buildsAndTests() {
    Prerequisite.RUST.require();

    Commands.Outcome outcome =
        shell("tenon new rust my_module; cd my_module; make test RUSTFLAGS='-g -D warnings'");

    assertSuccess(outcome);
    assertThat(outcome.output()).endsWith("my_module: the test has passed\n");
    assertThat(
            shell("cd my_module; echo 'import my_module; my_module.add(2, 3)' | tenon repl")
                .output())
        .isEqualTo("5\n");
  }

  @Test
  void rustProject_madeWrong_failsItsTest() {
    Prerequisite.RUST.require();
    assertSuccess(shell("tenon new rust mine; sed -i s/Hello/Hallo/ mine/src/lib.rs"));

    assertThat(shell("cd mine; make test").status()).isNotZero();
  }

  @Test
  void rustProject_cargo_buildsOffline() {
    Prerequisite.RUST.require();
    assumeTrue(CARGO.isInstalled(), CARGO.problem());

    assertSuccess(
        shell(
            "tenon new rust mine; cd mine; cargo build --release --offline;"
                + " cp target/release/libmine.so mine.so; tenon run --path . -m mine Ada"));
  }

  @Test
  void javaProject_maven_buildsAndTests() throws IOException {
    try (LocalRepository repository = LocalRepository.in(repositoryFolder)) {
      Commands.Outcome outcome =
          shell(
              "tenon new java my_module --dir there; cd there; mvn -B -o '-Dmaven.repo.local=%s' package"
                  .formatted(repository.folder()));

      assertSuccess(outcome);
      assertThat(outcome.output()).contains("Tests run: 3, Failures: 0, Errors: 0, Skipped: 0");
    }
    assertThat(shell("tenon run --path there/target/my_module.jar -m my_module World").output())
        .isEqualTo("Hello, World! You are number 1.\n");
  }
}
