// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.project;

import dev.tenon.cli.terminal.UsageException;
import dev.tenon.input.Escapes;
import java.util.List;

/// The kinds of projects that `tenon new` makes. Their files are resources of the command; in those
/// of the C project, the sample `template` is what users read in the repository, too, and the crate
/// in those of the Rust project is `native-ext/rust`.
enum ProjectKind {
  /// A C source that builds with make or with CMake.
  C(
      "c",
      "C",
      "make test",
      List.of(
          "README.md",
          "Makefile",
          "CMakeLists.txt",
          "src/main/c/template.c",
          "src/test/expected-output.txt")),

  /// A C++ source that builds with make or with CMake.
  CPP(
      "cpp",
      "C++",
      "make test",
      List.of(
          "README.md",
          "Makefile",
          "CMakeLists.txt",
          "src/main/cpp/template.cpp",
          "src/test/expected-output.txt")),

  /// A Rust library that builds with rustc alone or with Cargo, and the crate that it needs.
  RUST(
      "rust",
      "Rust",
      "make test",
      List.of(
          "README.md",
          "Makefile",
          "Cargo.toml",
          "src/lib.rs",
          "src/test/expected-output.txt",
          "tenon/Cargo.toml",
          "tenon/src/border.rs",
          "tenon/src/buffer.rs",
          "tenon/src/call.rs",
          "tenon/src/error.rs",
          "tenon/src/function.rs",
          "tenon/src/held.rs",
          "tenon/src/lib.rs",
          "tenon/src/module.rs",
          "tenon/src/resource.rs",
          "tenon/src/state.rs",
          "tenon/src/sys.rs",
          "tenon/src/value.rs",
          "tenon/src/view.rs")),

  /// A Java class that Maven builds.
  JAVA(
      "java",
      "Java",
      "mvn test",
      List.of(
          "README.md",
          "pom.xml",
          "src/main/java/template/TemplateModule.java",
          "src/main/resources/META-INF/services/dev.tenon.module.ModuleProvider",
          "src/test/java/template/TemplateModuleTest.java"));

  private static final String CRATE = "tenon/";

  private final String word;
  private final String language;
  private final String testCommand;

  @SuppressWarnings("ImmutableEnumChecker") // List.of gives no other
  private final List<String> files;

  ProjectKind(String word, String language, String testCommand, List<String> files) {
    this.word = word;
    this.language = language;
    this.testCommand = testCommand;
    this.files = files;
  }

  /// The kind that the command line calls `word`.
  ///
  /// @throws UsageException if there is none
  static ProjectKind of(String word) throws UsageException {
    for (ProjectKind kind : values()) {
      if (kind.word.equals(word)) {
        return kind;
      }
    }
    throw new UsageException(unknownProject(word));
  }

  /// What the command line calls it, which is also its folder among the resources.
  String word() {
    return word;
  }

  String language() {
    return language;
  }

  /// What builds and tests such a project.
  ///
  /// @param command how the command line of Tenon is called, which make looks for on `PATH`
  String testCommand(String command) {
    return this != JAVA && !command.equals("tenon")
        ? "%s TENON=%s".formatted(testCommand, command)
        : testCommand;
  }

  /// Whether a file belongs to Tenon and is copied as it is.
  static boolean isCopied(String file) {
    return file.startsWith(CRATE);
  }

  /// Whether a module of this kind cannot have a name, because its library has it already.
  boolean uses(String name) {
    return this == RUST && CRATE.equals(name + "/");
  }

  /// The files, as paths in the project.
  List<String> files() {
    return files;
  }

  private static String unknownProject(String word) {
    return "unknown kind of project %s, expected c, cpp, java or rust"
        .formatted(Escapes.quoted(word));
  }
}
