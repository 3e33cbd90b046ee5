// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.compiler;

import dev.tenon.nativeext.debug.DebugEntry;
import dev.tenon.nativeext.debug.DebugInformation;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Values and layouts that the compiler computed, read out of the debug information of a library
/// that it makes for that. Nothing of it runs, so that it can be one for another machine.
public final class Measures {

  private static final String PREFIX = "tenon_measure_";
  private static final int WORD_BITS = 64;

  private final CCompiler compiler;
  private final String includes;
  private final Map<String, String> refused = new LinkedHashMap<>();

  /// @param includes the lines that include the headers
  public Measures(CCompiler compiler, String includes) {
    this.compiler = compiler;
    this.includes = includes;
  }

  /// The values of integer constant expressions. For one that is none there is no value, and the
  /// compiler's words are in [#refused].
  ///
  /// @param expressions by the names that the values are to have
  public Map<String, BigInteger> integers(Map<String, String> expressions) throws IOException {
    List<String> names = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    expressions.forEach((name, expression) -> {
      lines.add(line(names.size(), expression));
      names.add(name);
    });
    Proof proof = new Proof(compiler, includes);
    for (int index = 0; index < names.size(); index++) {
      proof.claim(names.get(index), lines.get(index));
    }
    refused.clear();
    refused.putAll(proof.run());
    List<Integer> left = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < names.size(); index++) {
      if (!refused.containsKey(names.get(index))) {
        left.add(index);
        text.append(lines.get(index)).append('\n');
      }
    }
    Map<String, BigInteger> values = new LinkedHashMap<>();
    if (left.isEmpty()) {
      return values;
    }
    Optional<Path> library = library(text.toString());
    if (library.isEmpty()) {
      left.forEach(index -> refused.put(names.get(index), "the compiler refuses it beside others"));
      return values;
    }
    Map<String, Long> read = enumerators(library.get());
    for (int index : left) {
      Long value = read.get(PREFIX + index);
      Long sign = read.get(PREFIX + index + "_");
      if (value != null && sign != null) {
        BigInteger whole = BigInteger.valueOf(value);
        boolean wraps = whole.signum() < 0 && sign == 0;
        values.put(
            names.get(index), wraps ? whole.add(BigInteger.ONE.shiftLeft(WORD_BITS)) : whole);
      }
    }
    return values;
  }

  /// The compiler's words on what it refused as a constant, by name.
  public Map<String, String> refused() {
    return refused;
  }

  private static String line(int index, String expression) {
    return "enum { %1$s%2$d = (%3$s) }; enum { %1$s%2$d_ = ((%3$s) < 0) };"
        .formatted(PREFIX, index, expression);
  }

  /// A library with the debug information of all types of the headers; empty if it cannot be made.
  ///
  /// @param text further declarations
  public Optional<Path> library(String text) throws IOException {
    Path source = compiler.folder().resolve("measure.c");
    Path made = compiler.folder().resolve("measure.so");
    Files.writeString(
        source, includes + "#line 1 \"tenon-measure\"\n" + text, StandardCharsets.ISO_8859_1);
    CCompiler.Result result =
        compiler.run(
            "-w",
            "-g",
            "-O0",
            "-fno-eliminate-unused-debug-types",
            "-shared",
            "-fPIC",
            "-nostdlib",
            "-o",
            made.toString(),
            source.toString());
    return result.succeeded() ? Optional.of(made) : Optional.empty();
  }

  private static Map<String, Long> enumerators(Path library) throws IOException {
    Map<String, Long> values = new HashMap<>();
    for (DebugEntry entry : DebugInformation.of(library).declared()) {
      if (entry.tag().equals("enumeration_type")) {
        for (DebugEntry each : entry.children("enumerator")) {
          if (each.name().startsWith(PREFIX)) {
            values.put(each.name(), each.number("const_value", 0));
          }
        }
      }
    }
    return values;
  }
}
