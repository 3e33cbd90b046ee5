// SPDX-License-Identifier: Apache-2.0
package dev.tenon.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The figures and forms of a checkout that no compiler looks at. Each method tells what is wrong
/// with one of them, in lines; none if all is well.
final class House {

  static final int MOST_LINES_OF_ROOT_POM = 400;
  static final int MOST_LINES_OF_SHELL = 500;
  static final int MOST_LINES_OF_LAUNCHER = 120;

  private static final String ARCHETYPE = "src/main/resources/archetype-resources";
  private static final String LICENSE = "SPDX-License-Identifier: Apache-2.0";

  private static final Pattern STATUS =
      Pattern.compile(
          "Status: (accepted|superseded by \\[(\\d+)]\\(([^)]+)\\)), \\d{4}-\\d\\d-\\d\\d\\.("
              + " .*)?");

  private static final List<String> SECTIONS =
      List.of("## Context", "## Decision", "## Considered", "## Consequences");

  /// The headers of C11 that each compiler has, and those of compilers for their processors.
  private static final Set<String> PORTABLE_HEADERS =
      Set.of(
          "arm_neon.h",
          "cpuid.h",
          "errno.h",
          "immintrin.h",
          "limits.h",
          "stdatomic.h",
          "stddef.h",
          "stdint.h",
          "stdio.h",
          "stdlib.h",
          "string.h");

  private final Path root;

  House(Path root) {
    this.root = root;
  }

  List<String> topLevel() {
    Set<String> planned =
        Set.of(
            "pom.xml",
            "loader",
            "native-ext",
            "sample-extensions",
            "tests",
            "docs",
            "README.md",
            "LICENSE",
            "CONTRIBUTING.md",
            "SECURITY.md",
            "tenon",
            "mvnw",
            "mvnw.cmd",
            "target");
    return namesAtTop().stream()
        .filter(name -> !name.startsWith(".") && !planned.contains(name))
        .map(name -> name + " does not belong beside the root POM")
        .toList();
  }

  /// What Git knows, so that somebody's notes or logs do not count; all files where there is no
  /// Git.
  private List<String> namesAtTop() {
    if (Files.exists(root.resolve(".git"))) {
      try {
        Process git =
            new ProcessBuilder("git", "-C", root.toString(), "ls-tree", "--name-only", "HEAD")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> names = git.inputReader().lines().toList();
        if (git.waitFor() == 0) {
          return names;
        }
      } catch (IOException _) {
        // There is a checkout, but no command.
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return list(root).stream().map(file -> file.getFileName().toString()).toList();
  }

  List<String> rootPom() {
    return tooLong("pom.xml", lines(root.resolve("pom.xml")).size(), MOST_LINES_OF_ROOT_POM);
  }

  /// Versions of plug-ins that no project and no phase of a build asks for.
  List<String> pinnedPlugins() {
    Set<String> used =
        new TreeSet<>(
            Set.of(
                "maven-clean-plugin",
                "maven-compiler-plugin",
                "maven-install-plugin",
                "maven-jar-plugin",
                "maven-resources-plugin",
                "maven-surefire-plugin"));
    String pom = text(root.resolve("pom.xml"));
    int managed = pom.indexOf("</pluginManagement>");
    used.addAll(plugins(pom.substring(managed)));
    for (Path file : files(name -> name.equals("pom.xml"))) {
      if (!file.equals(root.resolve("pom.xml"))) {
        used.addAll(plugins(text(file)));
      }
    }
    return plugins(pom.substring(pom.indexOf("<pluginManagement>"), managed)).stream()
        .filter(plugin -> !used.contains(plugin))
        .map(plugin -> plugin + " is pinned and not used")
        .toList();
  }

  private static Set<String> plugins(String pom) {
    Matcher matcher =
        Pattern.compile(
                "<plugin>(?:\\s*<!--.*?-->)?\\s*<groupId>.*?</groupId>\\s*<artifactId>(.*?)<",
                Pattern.DOTALL)
            .matcher(pom);
    Set<String> found = new TreeSet<>();
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  /// Published jars that a project can depend on, without a row in the list of versions.
  List<String> bom() {
    String bom = text(root.resolve("loader/bom/pom.xml"));
    return Stream.of("loader", "native-ext")
        .flatMap(folder -> list(root.resolve(folder)).stream())
        .filter(module -> !Files.exists(module.resolve(ARCHETYPE)))
        .map(module -> module.resolve("pom.xml"))
        .filter(Files::exists)
        .map(House::text)
        .filter(pom -> !pom.contains("<packaging>"))
        .map(House::artifact)
        .filter(artifact -> !bom.contains("<artifactId>" + artifact + "</artifactId>"))
        .map(artifact -> artifact + " is not in tenon-bom")
        .toList();
  }

  private static String artifact(String pom) {
    Matcher matcher = Pattern.compile("</parent>\\s*<artifactId>(.*?)<").matcher(pom);
    return matcher.find() ? matcher.group(1) : "a project without parent";
  }

  /// Exported packages that a release does not compare with those of the last one, and packages
  /// that it compares although they are not exported to everyone.
  List<String> comparedPackages() {
    List<String> faults = new ArrayList<>();
    for (Path info : files(name -> name.equals("module-info.java"))) {
      Path module = info.resolve("../../../..").normalize();
      if (!info.endsWith("src/main/java/module-info.java") || isConsumer(module)) {
        continue;
      }
      Set<String> exported = found("(?m)^ *exports ([\\w.]+);", text(info));
      String pom = text(module.resolve("pom.xml"));
      int comparison = pom.indexOf("<artifactId>japicmp-maven-plugin<");
      Set<String> compared =
          comparison < 0
              ? Set.of()
              : found(
                  "<include>([\\w.]+)</include>",
                  pom.substring(comparison, pom.indexOf("</includes>", comparison)));
      if (!exported.equals(compared)) {
        faults.add("%s exports %s and compares %s".formatted(shown(module), exported, compared));
      }
    }
    return faults;
  }

  /// Whether it is a project of somebody else that uses Tenon, or a sample: these are not
  /// published.
  private boolean isConsumer(Path module) {
    return module.startsWith(root.resolve("tests"))
        || module.startsWith(root.resolve("sample-extensions"));
  }

  private static Set<String> found(String pattern, String text) {
    Set<String> found = new TreeSet<>();
    Pattern.compile(pattern).matcher(text).results().forEach(match -> found.add(match.group(1)));
    return found;
  }

  /// Maven's own wrapper is as Maven makes it.
  List<String> shell() {
    List<String> faults = new ArrayList<>();
    int all = 0;
    for (Path file : files(House::mayBeShell)) {
      List<String> lines = lines(file);
      if (!lines.isEmpty() && lines.getFirst().matches("#!.*[/ ](ba|da|z|k)?sh( .*)?")) {
        all += lines.size();
      }
    }
    faults.addAll(tooLong("all shell", all, MOST_LINES_OF_SHELL));
    faults.addAll(tooLong("tenon", lines(root.resolve("tenon")).size(), MOST_LINES_OF_LAUNCHER));
    return faults;
  }

  private static boolean mayBeShell(String name) {
    return !name.equals("mvnw") && (!name.contains(".") || name.endsWith("sh"));
  }

  private static List<String> tooLong(String what, int lines, int most) {
    return lines > most
        ? List.of("%s has %d lines, at most %d are allowed".formatted(what, lines, most))
        : List.of();
  }

  List<String> licenses() {
    return files(name -> name.endsWith(".java") || name.endsWith(".c") || name.endsWith(".h"))
        .stream()
        .filter(file -> lines(file).isEmpty() || !lines(file).getFirst().contains(LICENSE))
        .map(file -> shown(file) + " does not name its licence in the first line")
        .toList();
  }

  /// What the host library includes of a system outside the sources of that system.
  List<String> systemHeaders() {
    Pattern include = Pattern.compile("#include <([^>]+)>.*");
    List<String> faults = new ArrayList<>();
    for (Path file : list(root.resolve("native-ext/core/src/main/c"))) {
      if (file.getFileName()
          .toString()
          .matches("platform\\.h|.*_(linux|macos|windows|posix)\\.c")) {
        continue;
      }
      for (String line : lines(file)) {
        Matcher header = include.matcher(line);
        if (header.matches()
            && !header.group(1).startsWith("tenon")
            && !PORTABLE_HEADERS.contains(header.group(1))) {
          faults.add(
              "%s includes %s: use platform.h, or add it to the headers of C here"
                  .formatted(shown(file), header.group(1)));
        }
      }
    }
    return faults;
  }

  List<String> decisions() {
    List<String> faults = new ArrayList<>();
    StringBuilder list = new StringBuilder();
    for (Path file : list(root.resolve("docs/adr"))) {
      String name = file.getFileName().toString();
      if (name.equals("README.md")) {
        continue;
      }
      List<String> lines = lines(file);
      Matcher title =
          Pattern.compile("# (\\d+)\\. (.+)").matcher(lines.isEmpty() ? "" : lines.getFirst());
      Matcher status = STATUS.matcher(lines.size() < 3 ? "" : lines.get(2));
      if (!title.matches()
          || !name.startsWith("%04d-".formatted(Integer.valueOf(title.group(1))))) {
        faults.add(
            name + ": expected a first line \"# NUMBER. TITLE\", with the number of the file");
      } else if (!status.matches()) {
        faults.add(name + ": expected a third line \"Status: accepted, YYYY-MM-DD.\"");
      } else if (status.group(3) != null
          && !Files.exists(root.resolve("docs/adr").resolve(status.group(3)))) {
        faults.add(name + ": there is no " + status.group(3));
      } else {
        list.append("%s. [%s](%s)".formatted(title.group(1), title.group(2), name));
        list.append(status.group(2) == null ? "" : ", superseded by " + status.group(2));
        list.append('\n');
      }
      List<String> sections = lines.stream().filter(line -> line.startsWith("## ")).toList();
      List<String> expected =
          SECTIONS.stream()
              .filter(section -> !section.equals("## Considered") || sections.contains(section))
              .toList();
      if (!sections.equals(expected)) {
        faults.add(name + ": expected the sections " + expected + ", found " + sections);
      }
    }
    if (!text(root.resolve("docs/adr/README.md")).endsWith("\n\n" + list)) {
      faults.add("README.md: expected the list\n" + list);
    }
    return faults;
  }

  List<String> glossary() {
    List<String> faults = new ArrayList<>();
    String before = "";
    for (String line : lines(root.resolve("docs/glossary.md"))) {
      Matcher row = Pattern.compile("\\| ([^|-].*?) \\| .*").matcher(line);
      if (row.matches() && !row.group(1).equals("Word")) {
        String word = row.group(1).replace("`", "").toLowerCase(Locale.ROOT);
        if (word.compareTo(before) <= 0) {
          faults.add("'%s' stands behind '%s'".formatted(word, before));
        }
        before = word;
      }
    }
    return before.isEmpty() ? List.of("no words") : faults;
  }

  /// Pages of the reference of C that are not what the headers say.
  List<String> cReference() {
    Map<String, String> pages;
    try {
      pages = CReference.of(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalStateException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
    Stream<String> unknown =
        list(root.resolve("docs/c-api")).stream()
            .map(this::shown)
            .filter(file -> !pages.containsKey(file))
            .map(file -> file + " belongs to no header: delete it");
    Stream<String> old =
        pages.entrySet().stream()
            .filter(page -> !isPage(page.getKey(), page.getValue()))
            .map(page -> page.getKey() + " is not what the headers say: " + CReference.REMEDY);
    return Stream.concat(unknown, old).toList();
  }

  private boolean isPage(String name, String text) {
    Path file = root.resolve(name);
    return Files.exists(file) && text(file).equals(text);
  }

  /// Under each version and kind of change, an area comes once; a line comes once in all.
  List<String> changelog() {
    List<String> faults = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    String kind = "";
    String area = "";
    for (String line : lines(root.resolve("docs/changelog.md"))) {
      if (line.startsWith("## ") || line.startsWith("### ")) {
        kind = line;
        area = "";
        continue;
      }
      if (line.startsWith("#### ")) {
        area = line;
        if (!seen.add(kind + area)) {
          faults.add(kind + " has " + area + " twice");
        }
      } else if (line.startsWith("- ")) {
        if (!seen.add(line)) {
          faults.add("twice: " + line);
        }
        if (area.isEmpty()) {
          faults.add("in no area: " + line);
        }
      }
    }
    return seen.isEmpty() ? List.of("no lines") : faults;
  }

  /// The files of the sources, without what is built; of what is hidden, the scripts of the build.
  List<Path> files(Predicate<String> wanted) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              String name = folder.getFileName().toString();
              boolean isSource =
                  !name.equals("target") && !name.equals("node_modules") && !name.startsWith(".");
              return isSource || folder.equals(root) || name.equals(".ci")
                  ? FileVisitResult.CONTINUE
                  : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile() && wanted.test(file.getFileName().toString())) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.sort(null);
    return found;
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    return text(file).lines().toList();
  }

  /// Bytes that are no UTF-8 are read, too: some fixtures have them.
  static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String shown(Path file) {
    return root.relativize(file).toString();
  }
}
