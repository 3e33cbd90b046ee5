// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.command;

import java.util.Optional;

/// An option about the search and the loading of modules. This is all that readers of command lines
/// know of it: the one with picocli and the one that reads a `run` in a hurry.
public enum ModuleOption {
  /// A further place for modules.
  PATH(
      "--path",
      Form.VALUES,
      "DIR",
      "Search modules in this folder or jar, too. May be given several times."),
  /// Stack traces.
  DEBUG("--debug", Form.FLAG, "", "Print the stack trace of an error."),
  /// The lock file.
  LOCKED(
      "--locked",
      Form.ATTACHED_VALUE,
      "FILE",
      "Load only files that a lock file lists, with the bytes that it lists. --locked alone takes"
          + " tenon.lock in the current directory."),
  /// Isolated interpreters.
  ISOLATED(
      "--isolated",
      Form.FLAG,
      "",
      "Let in only modules that declare support for isolated interpreters."),
  /// Native modules with checks.
  CHECK(
      "--check",
      Form.FLAG,
      "",
      "Run native modules with checks; what they find is printed as warnings."),
  /// Native modules in processes of their own.
  APART(
      "--apart",
      Form.VALUES,
      "NAME",
      "Run this native module, or those of 'package.*', in a helper process: a crash of theirs is"
          + " an error. May be given several times."),
  /// Reloading.
  WATCH(
      "--watch",
      Form.FLAG,
      "",
      "Reload modules while the program runs when their files change, and run it again when it has"
          + " ended. Ctrl-C ends it.");

  /// What may follow an option.
  public enum Form {
    /// Nothing.
    FLAG,
    /// A value, and the option may be given several times.
    VALUES,
    /// A value behind `=`, or nothing for the usual one.
    ATTACHED_VALUE
  }

  /// The lock file if none is named.
  public static final String LOCK_FILE = "tenon.lock";

  private final String word;
  private final Form form;
  private final String label;
  private final String description;

  ModuleOption(String word, Form form, String label, String description) {
    this.word = word;
    this.form = form;
    this.label = label;
    this.description = description;
  }

  /// The option that a command line calls `word`.
  public static Optional<ModuleOption> find(String word) {
    for (ModuleOption option : values()) {
      if (option.word.equals(word)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  /// What a command line calls it.
  public String word() {
    return word;
  }

  /// What may follow it.
  public Form form() {
    return form;
  }

  /// What help calls its value.
  String label() {
    return label;
  }

  /// What help says of it.
  String description() {
    return description;
  }

  /// The value if none is attached.
  public String usual() {
    return LOCK_FILE;
  }
}
