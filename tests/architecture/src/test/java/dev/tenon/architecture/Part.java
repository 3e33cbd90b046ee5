// SPDX-License-Identifier: Apache-2.0
package dev.tenon.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A part of Tenon: one Maven module, or the samples together. Each has a root package, and other
/// parts that it may use.
enum Part {
  CORE("loader/core", "dev.tenon", Set.of()),
  CONCURRENT("loader/concurrent", "dev.tenon.concurrent", Set.of(CORE)),
  SCRIPT("loader/script", "dev.tenon.script", Set.of(CORE)),
  NATIVE("native-ext/core", "dev.tenon.nativeext", Set.of(CORE)),
  FFM("native-ext/ffm", "dev.tenon.nativeext.ffm", Set.of(CORE, NATIVE)),
  JNR("native-ext/jnr", "dev.tenon.nativeext.jnr", Set.of(CORE, NATIVE)),
  CDEF("native-ext/cdef", "dev.tenon.cdef", Set.of(CORE, NATIVE)),
  CDEF_PARSER("native-ext/cdef-parser", "dev.tenon.cdef.parser", Set.of(CORE, NATIVE, CDEF)),
  ISOLATION("native-ext/isolation", "dev.tenon.isolation", Set.of(CORE)),
  TESTKIT("native-ext/testkit", "dev.tenon.testkit", Set.of(CORE, ISOLATION)),
  CLI("loader/cli", "dev.tenon.cli", Set.of(CORE)),
  TOOLS("native-ext/tools", "dev.tenon.tools", Set.of(CORE, NATIVE, CDEF, ISOLATION, CLI)),
  SAMPLES("sample-extensions", "dev.tenon.sample", Set.of(CORE));

  /// The package of the command that knows JLine.
  static final String PROMPT = "dev.tenon.cli.repl";

  private static final List<String> LAYERS_OF_CORE =
      List.of(
          "dev.tenon.input",
          "dev.tenon.error",
          "dev.tenon.error.kind",
          "dev.tenon.value",
          "dev.tenon.module.namespace",
          "dev.tenon.registry",
          "dev.tenon.text",
          "dev.tenon.imports.name",
          "dev.tenon.access",
          "dev.tenon.source",
          "dev.tenon.call",
          "dev.tenon.module",
          "dev.tenon.search",
          "dev.tenon.event",
          "dev.tenon.pins",
          "dev.tenon.spi",
          "dev.tenon.function",
          "dev.tenon.code",
          "dev.tenon.imports.path",
          "dev.tenon.effects",
          "dev.tenon.imports.load",
          "dev.tenon.imports.archive",
          "dev.tenon.imports.machinery",
          "dev.tenon.imports",
          "dev.tenon",
          "dev.tenon.expression",
          "dev.tenon.run");

  private static final List<String> LAYERS_OF_NATIVE =
      List.of(
          "dev.tenon.nativeext.spi",
          "dev.tenon.nativeext.abi",
          "dev.tenon.nativeext.apart",
          "dev.tenon.nativeext.memory",
          "dev.tenon.nativeext.elf",
          "dev.tenon.nativeext.object",
          "dev.tenon.nativeext.debug",
          "dev.tenon.nativeext.bridge",
          "dev.tenon.nativeext.helper",
          "dev.tenon.nativeext.image",
          "dev.tenon.nativeext.instance",
          "dev.tenon.nativeext.call",
          "dev.tenon.nativeext.operation",
          "dev.tenon.nativeext.descriptor",
          "dev.tenon.nativeext");

  private static final List<String> LAYERS_OF_SCRIPT =
      List.of(
          "dev.tenon.script.dialect",
          "dev.tenon.script.javascript",
          "dev.tenon.script.python",
          "dev.tenon.script");

  private static final List<String> LAYERS_OF_CDEF =
      List.of(
          "dev.tenon.cdef.model",
          "dev.tenon.cdef.check",
          "dev.tenon.cdef",
          "dev.tenon.cdef.declaration",
          "dev.tenon.cdef.library",
          "dev.tenon.cdef.value",
          "dev.tenon.cdef.callback",
          "dev.tenon.cdef.instance",
          "dev.tenon.cdef.call",
          "dev.tenon.cdef.load",
          "dev.tenon.cdef.tool");

  private static final List<String> LAYERS_OF_CDEF_PARSER =
      List.of(
          "dev.tenon.cdef.parser.compiler",
          "dev.tenon.cdef.parser.preparation",
          "dev.tenon.cdef.parser.declaration",
          "dev.tenon.cdef.parser.extraction",
          "dev.tenon.cdef.parser");

  private static final List<String> LAYERS_OF_ISOLATION =
      List.of(
          "dev.tenon.isolation.heap",
          "dev.tenon.isolation",
          "dev.tenon.isolation.memory",
          "dev.tenon.isolation.run",
          "dev.tenon.isolation.check");

  private static final List<String> LAYERS_OF_CLI =
      List.of(
          "dev.tenon.cli.terminal",
          "dev.tenon.cli.command",
          "dev.tenon.cli.project",
          "dev.tenon.cli.module",
          "dev.tenon.cli.program",
          PROMPT,
          "dev.tenon.cli");

  private static final List<String> LAYERS_OF_TOOLS =
      List.of(
          "dev.tenon.tools.compile",
          "dev.tenon.tools.inspect",
          "dev.tenon.tools.importtime",
          "dev.tenon.tools");

  private static final String FIXTURE = ".broken";

  private final String folder;
  private final String root;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of gives no other
  private final Set<Part> uses;

  Part(String folder, String root, Set<Part> uses) {
    this.folder = folder;
    this.root = root;
    this.uses = uses;
  }

  /// The packages, the lowest first: a package uses only those before it. Empty for a part that is
  /// not arranged so.
  List<String> layers() {
    return switch (this) {
      case CORE -> LAYERS_OF_CORE;
      case NATIVE -> LAYERS_OF_NATIVE;
      case SCRIPT -> LAYERS_OF_SCRIPT;
      case CDEF -> LAYERS_OF_CDEF;
      case CDEF_PARSER -> LAYERS_OF_CDEF_PARSER;
      case ISOLATION -> LAYERS_OF_ISOLATION;
      case CLI -> LAYERS_OF_CLI;
      case TOOLS -> LAYERS_OF_TOOLS;
      default -> List.of();
    };
  }

  /// Where the sources are, from the root of the repository.
  String folder() {
    return folder;
  }

  boolean mayUse(Part other) {
    return other == this || uses.contains(other);
  }

  /// The classes of this part.
  DescribedPredicate<JavaClass> classes() {
    return describe("belong to " + folder, type -> of(type).equals(Optional.of(this)));
  }

  /// The classes of one package.
  static DescribedPredicate<JavaClass> layer(String packageName) {
    return describe("belong to " + packageName, type -> packageOf(type).equals(packageName));
  }

  /// The part of a class; none for a class outside Tenon or in a package that nobody planned.
  static Optional<Part> of(JavaClass type) {
    String packageName = packageOf(type);
    return Arrays.stream(values())
        .filter(part -> part.contains(packageName))
        .max((one, other) -> Integer.compare(one.root.length(), other.root.length()));
  }

  private boolean contains(String packageName) {
    return layers().isEmpty()
        ? (packageName + ".").startsWith(root + ".")
        : layers().contains(packageName);
  }

  private static String packageOf(JavaClass type) {
    String packageName = type.getPackageName();
    return packageName.endsWith(FIXTURE)
        ? packageName.substring(0, packageName.length() - FIXTURE.length())
        : packageName;
  }
}
