// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks;

import dev.tenon.cdef.check.Evidence;
import dev.tenon.cdef.check.LibraryEvidence;
import dev.tenon.cdef.model.CType;
import dev.tenon.nativeext.debug.DebugEntry;
import dev.tenon.nativeext.debug.DebugInformation;
import dev.tenon.value.SourcePlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the C compiler tells of headers by ways that the extraction does not use: the list of
/// prototypes (`-aux-info`), debug information, and programs that print values.
final class HeaderFacts {

  private static final String USUAL =
      """
      #include <stddef.h>
      #include <stdint.h>
      #include <stdio.h>
      #include <sys/types.h>
      #include <time.h>
      """;
  private static final long SECONDS = 120;
  private static final Pattern PROTOTYPE =
      Pattern.compile("/\\* (.*?):(\\d+):\\w+ \\*/ (.*?)(\\w+) \\(.*");
  private static final Pattern MARKER = Pattern.compile("# (\\d+) \"([^\"]*)\".*");
  private static final Pattern MACRO = Pattern.compile("#define (\\w+)(\\([^)]*\\))?(?: (.*))?");

  private final Path folder;
  private final List<String> flags;
  private final Set<String> own;
  private String includes = "";

  /// Something that a header declares, by the line that declares it.
  record Declared(String kind, String name, String file, int line) {}

  /// @param own the files of the package
  HeaderFacts(Path folder, List<String> flags, Set<String> own) {
    this.folder = folder;
    this.flags = List.copyOf(flags);
    this.own = Set.copyOf(own);
  }

  /// The lines that include headers, with the usual ones before them where they need those.
  HeaderFacts include(Collection<String> headers) throws IOException {
    StringBuilder plain = new StringBuilder();
    headers.forEach(each -> plain.append("#include <").append(each).append(">\n"));
    includes = plain.toString();
    if (!compile("alone", includes, "-fsyntax-only").isEmpty()) {
      includes = USUAL + plain;
    }
    return this;
  }

  /// Compiles a text.
  ///
  /// @return what the compiler says against it; empty if it succeeded
  String compile(String name, String text, String... arguments) throws IOException {
    Path source = folder.resolve(name + ".c");
    Files.writeString(source, text, StandardCharsets.UTF_8);
    List<String> command = new ArrayList<>(List.of("gcc", "-w", "-I" + folder));
    command.addAll(List.of(arguments));
    command.add(source.toString());
    command.addAll(flags);
    return run(command, folder.resolve(name + ".out"));
  }

  private static String run(List<String> command, Path output) throws IOException {
    Path errors = Path.of(output + ".err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        return "it did not end within %d seconds".formatted(SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue() == 0
        ? ""
        : "exit " + process.exitValue() + ": " + Files.readString(errors);
  }

  /// What a program prints, by what stands before the first tab of each line.
  ///
  /// @param lines statements of `main`
  Map<String, String> printed(String before, List<String> lines) throws IOException {
    StringBuilder text = new StringBuilder(includes);
    text.append("#include <stdio.h>\n#include <string.h>\n#include <stddef.h>\n").append(before);
    for (int part = 0; part * 500 < lines.size(); part++) {
      text.append("static void part").append(part).append("(void) {\n");
      lines
          .subList(part * 500, Math.min(lines.size(), part * 500 + 500))
          .forEach(each -> text.append(each).append('\n'));
      text.append("}\n");
    }
    text.append("int main(void) {\n");
    for (int part = 0; part * 500 < lines.size(); part++) {
      text.append("part").append(part).append("();\n");
    }
    text.append("return 0; }\n");
    Path program = folder.resolve("program");
    String refused = compile("program", text.toString(), "-O0", "-o", program.toString());
    if (!refused.isEmpty()) {
      throw new IOException("the program is refused: " + refused.lines().limit(6).toList());
    }
    Path output = folder.resolve("program.txt");
    String failed = run(List.of(program.toString()), output);
    if (!failed.isEmpty()) {
      throw new IOException("the program failed: " + failed);
    }
    Map<String, String> values = new HashMap<>();
    for (String line :
        new String(Files.readAllBytes(output), StandardCharsets.ISO_8859_1).lines().toList()) {
      int tab = line.indexOf('\t');
      values.put(line.substring(0, tab), line.substring(tab + 1));
    }
    return values;
  }

  /// Functions and variables as debug information has their types.
  Evidence evidence(List<String> functions, List<String> variables) throws IOException {
    StringBuilder text = new StringBuilder(includes);
    List<String> all = new ArrayList<>(functions);
    all.addAll(variables);
    for (String name : all) {
      text.append("#undef ").append(name).append("\n__typeof__(").append(name);
      text.append(") *tenon_probe_").append(name).append(";\n");
    }
    Path library = library(text.toString());
    Evidence read =
        LibraryEvidence.of(library).orElseThrow(() -> new IOException("no debug information"));
    Map<String, CType.Function> known = new HashMap<>();
    Map<String, CType> values = new HashMap<>();
    for (String name : functions) {
      if (read.variables().get("tenon_probe_" + name) instanceof CType.Pointer pointer
          && pointer.target() instanceof CType.Function function) {
        known.put(name, function);
      }
    }
    for (String name : variables) {
      if (read.variables().get("tenon_probe_" + name) instanceof CType.Pointer pointer) {
        values.put(name, pointer.target());
      }
    }
    return new Evidence("the debug information", known, values, read.records(), Map.of(), Map.of());
  }

  private Path library(String text) throws IOException {
    Path library = folder.resolve("debug.so");
    String refused =
        compile(
            "debug",
            text,
            "-g",
            "-O0",
            "-fno-eliminate-unused-debug-types",
            "-shared",
            "-fPIC",
            "-nostdlib",
            "-o",
            library.toString());
    if (!refused.isEmpty()) {
      throw new IOException("the probe is refused: " + refused.lines().limit(6).toList());
    }
    return library;
  }

  /// All that the package's headers declare, by kind and name.
  Map<String, Declared> declared() throws IOException {
    Map<String, Declared> all = new TreeMap<>();
    prototypes().forEach(each -> all.put(each.kind() + " " + each.name(), each));
    macros().forEach(each -> all.put(each.kind() + " " + each.name(), each));
    types().forEach(each -> all.put(each.kind() + " " + each.name(), each));
    return all;
  }

  private List<Declared> prototypes() throws IOException {
    Path list = folder.resolve("prototypes.txt");
    String refused = compile("prototypes", includes, "-fsyntax-only", "-aux-info", list.toString());
    if (!refused.isEmpty()) {
      throw new IOException(refused);
    }
    List<Declared> found = new ArrayList<>();
    for (String line : Files.readAllLines(list, StandardCharsets.ISO_8859_1)) {
      Matcher matcher = PROTOTYPE.matcher(line);
      if (matcher.matches() && isOwn(matcher.group(1)) && line.indexOf("(*") < 0) {
        found.add(
            new Declared(
                "function",
                matcher.group(4),
                matcher.group(1),
                Integer.parseInt(matcher.group(2))));
      }
    }
    return found;
  }

  private Collection<Declared> macros() throws IOException {
    String refused = compile("macros", includes, "-E", "-dD");
    if (!refused.isEmpty()) {
      throw new IOException(refused);
    }
    Map<String, Declared> found = new HashMap<>();
    String file = "";
    int line = 0;
    for (String each :
        Files.readAllLines(folder.resolve("macros.out"), StandardCharsets.ISO_8859_1)) {
      Matcher marker = MARKER.matcher(each);
      Matcher macro = MACRO.matcher(each);
      if (marker.matches()) {
        file = marker.group(2);
        line = Integer.parseInt(marker.group(1)) - 1;
      } else if (macro.matches()) {
        String body = macro.group(3) == null ? "" : macro.group(3).strip();
        found.remove(macro.group(1));
        if (isOwn(file) && !body.isEmpty() && !body.equals(macro.group(1))) {
          found.put(macro.group(1), new Declared("macro", macro.group(1), file, line));
        }
      } else if (each.startsWith("#undef ")) {
        found.remove(each.substring(7).strip());
      }
      line++;
    }
    return found.values();
  }

  private List<Declared> types() throws IOException {
    DebugInformation information = DebugInformation.of(library(includes));
    List<Declared> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (DebugEntry entry : information.declared()) {
      SourcePlace place = information.placeOf(entry).orElse(null);
      if (place == null || !isOwn(place.file())) {
        continue;
      }
      String kind =
          switch (entry.tag()) {
            case "structure_type" -> entry.has("declaration") ? "" : "struct";
            case "union_type" -> entry.has("declaration") ? "" : "union";
            case "typedef" -> "typedef";
            default -> "";
          };
      if (!kind.isEmpty() && !entry.name().isEmpty() && seen.add(kind + entry.name())) {
        found.add(new Declared(kind, entry.name(), place.file(), place.line()));
      }
      if (entry.tag().equals("enumeration_type")) {
        entry
            .children("enumerator")
            .forEach(each ->
                found.add(new Declared("enumerator", each.name(), place.file(), place.line())));
      }
    }
    return found;
  }

  private boolean isOwn(String file) {
    return own.contains(Path.of(file).normalize().toString());
  }
}
