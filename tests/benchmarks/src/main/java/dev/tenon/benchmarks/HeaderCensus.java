// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks;

import dev.tenon.Interpreter;
import dev.tenon.cdef.check.Comparison;
import dev.tenon.cdef.check.Evidence;
import dev.tenon.cdef.declaration.DeclarationStore;
import dev.tenon.cdef.model.CFunction;
import dev.tenon.cdef.model.CRecord;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.CVariable;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.cdef.model.Layouts;
import dev.tenon.cdef.model.RecordLayout;
import dev.tenon.cdef.tool.HeaderDeclarations;
import dev.tenon.cdef.tool.ShimLibrary;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Takes declarations out of the headers of the installed development packages and compares what an
/// import makes of them with what programs of the C compiler print and with debug information.
public final class HeaderCensus {

  private static final long SECONDS = 300;

  private static final String SHIM = "--shim";

  private final HeaderSubjects.Subject subject;
  private final HeaderFacts facts;
  private final Path folder;
  private final boolean withShim;
  private final Tally tally = new Tally();
  private HeaderReader.Extract extract = new HeaderReader.Extract("", List.of(), List.of(), "");
  private Declarations read =
      new Declarations(List.of(), List.of(), Map.of(), Map.of(), Map.of(), List.of());

  /// What was found about one package.
  private static final class Tally {
    private int functions;
    private int constants;
    private int records;
    private int enumerators;
    private int leftOut;
    private int opaque;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Integer> reasons = new TreeMap<>();
  }

  private HeaderCensus(HeaderSubjects.Subject subject, Path folder, boolean withShim)
      throws IOException {
    this.subject = subject;
    this.folder = folder;
    this.withShim = withShim;
    List<String> flags = new ArrayList<>();
    if (!subject.flags().isEmpty()) {
      String given = output("pkg-config", "--cflags", "--libs", subject.flags()).strip();
      flags.addAll(given.isEmpty() ? List.of() : Arrays.asList(given.split("\\s+")));
    } else {
      flags.add("-l" + subject.library().replaceAll("^lib|\\.so$", ""));
    }
    subject.defines().forEach(each -> flags.add("-D" + each));
    Set<String> own = new HashSet<>(output("dpkg", "-L", subject.debian()).lines().toList());
    this.facts = new HeaderFacts(folder, flags, own).include(subject.headers());
  }

  /// `HeaderCensus [--shim] [NAME…]`: the packages of Debian, packages of pkg-config or headers;
  /// default: all. With `--shim`, functions in C for macros and inline functions are built as well
  /// and imported instead of the comparison. The exit status is 1 if anything is wrong, lost,
  /// opaque for no reason, or refused.
  public static void main(String[] arguments) throws IOException {
    List<String> names = new ArrayList<>(List.of(arguments));
    boolean withShim = names.remove(SHIM);
    int faults = 0;
    Map<String, Integer> reasons = new TreeMap<>();
    System.out.println(
        "package functions constants records enumerators left-out opaque faults seconds");
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (HeaderSubjects.Subject subject : HeaderSubjects.of(names)) {
        if (!output("dpkg-query", "-W", "-f", "${Status}", subject.debian())
            .contains("ok installed")) {
          System.out.printf("%s is not installed%n", subject.debian());
          continue;
        }
        long start = System.nanoTime();
        Tally tally = measured(executor, subject, withShim);
        tally.reasons.forEach((reason, count) -> reasons.merge(reason, count, Integer::sum));
        faults += tally.faults.size();
        System.out.printf(
            "%s %d %d %d %d %d %d %d %.1f%n",
            subject.debian(),
            tally.functions,
            tally.constants,
            tally.records,
            tally.enumerators,
            tally.leftOut,
            tally.opaque,
            tally.faults.size(),
            (System.nanoTime() - start) / 1e9);
        tally.faults.forEach(each -> System.out.println("    " + each));
      }
    }
    System.out.println("left out, by reason:");
    reasons.forEach((reason, count) -> System.out.printf("%6d %s%n", count, reason));
    System.out.printf("%d faults%n", faults);
    System.exit(faults == 0 ? 0 : 1);
  }

  private static Tally measured(
      ExecutorService executor, HeaderSubjects.Subject subject, boolean withShim) {
    Future<Tally> future =
        executor.submit(() -> {
          Path folder = Files.createTempDirectory("tenon-headers");
          HeaderCensus census = new HeaderCensus(subject, folder, withShim);
          census.run();
          return census.tally;
        });
    Tally failed = new Tally();
    try {
      return future.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      boolean _ = future.cancel(true);
      failed.faults.add("it did not end within %d seconds".formatted(SECONDS));
    } catch (ExecutionException e) {
      failed.faults.add(String.valueOf(e.getCause()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      failed.faults.add("interrupted");
    }
    return failed;
  }

  private static String output(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private void run() throws IOException {
    extract =
        HeaderDeclarations.of(
            subject.headers(),
            new HeaderReader.Flags(folder, List.of(), subject.defines(), List.of(), null),
            subject.flags().isEmpty() ? List.of() : List.of(subject.flags()),
            List.of(),
            subject.library().isEmpty() ? List.of() : List.of(subject.library()),
            withShim ? new ShimLibrary("headers-shim.c", List.of()) : null);
    Files.writeString(folder.resolve("headers.cdef.h"), extract.text(), StandardCharsets.UTF_8);
    try {
      read = DeclarationStore.installed().read("headers", extract.text());
    } catch (dev.tenon.cdef.model.DeclarationException
        | dev.tenon.cdef.declaration.MissingParserException e) {
      tally.faults.add("refused: " + e.getMessage());
      return;
    }
    if (withShim && !isBuilt()) {
      return;
    }
    try (Interpreter interpreter = Interpreter.builder().path(folder).build()) {
      interpreter.importModule("headers");
    } catch (RuntimeException e) {
      tally.faults.add("refused: " + e.getMessage());
    }
    count();
    if (withShim) {
      return;
    }
    compareTypes();
    compareValues();
    findLost();
  }

  /// Builds the functions in C with the command that the file names.
  private boolean isBuilt() throws IOException {
    Files.writeString(folder.resolve("headers-shim.c"), extract.shim(), StandardCharsets.UTF_8);
    String command =
        extract.shim().lines().skip(1).findFirst().orElse("").replace("*/", "").strip();
    Process build =
        new ProcessBuilder("sh", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    boolean isBuilt = Files.exists(folder.resolve("headers-shim.so"));
    if (!isBuilt) {
      tally.faults.add("refused: the functions in C cannot be built: " + said);
    }
    return isBuilt;
  }

  private void count() {
    tally.functions = read.functions().size();
    tally.records = (int) read.records().values().stream().filter(CRecord::complete).count();
    tally.leftOut = extract.leftOut().size();
    for (String line : extract.leftOut()) {
      String reason =
          line.replaceFirst("^[^:(]*(\\([^)]*\\))?: ", "")
              .replaceAll("'[^']*'|‘[^’]*’|\"[^\"]*\"", "…")
              .replaceAll("\\d[\\d,]*", "N")
              .replaceFirst("^N names", "names");
      tally.reasons.merge(
          reason.length() > 100 ? reason.substring(0, 100) : reason, 1, Integer::sum);
    }
  }

  private void compareTypes() throws IOException {
    Set<String> aliases = new HashSet<>();
    extract.entries().stream()
        .filter(each -> each.kind().equals("alias"))
        .forEach(each -> aliases.add(each.name()));
    List<String> functions =
        read.functions().stream()
            .map(CFunction::name)
            .filter(each -> !aliases.contains(each))
            .toList();
    List<String> variables = read.variables().stream().map(CVariable::name).toList();
    Evidence evidence = facts.evidence(functions, variables);
    Comparison.Outcome outcome = Comparison.of("headers", read, DataModel.current(), evidence);
    outcome.mismatches().forEach(each -> tally.faults.add("wrong: " + each));
    outcome.unchecked().stream()
        .filter(each -> !aliases.contains(each))
        .forEach(each -> tally.faults.add("wrong: no type of " + each));
  }

  private void compareValues() throws IOException {
    Map<String, String> expected = new TreeMap<>();
    List<String> lines = new ArrayList<>();
    read.constants()
        .forEach((name, value) -> {
          String key = "value of " + name;
          switch (value) {
            case Long number -> {
              expected.put(key, number.toString());
              lines.add("printf(\"%s\\t%%lld\\n\", (long long)(%s));".formatted(key, name));
            }
            case BigInteger number -> {
              expected.put(key, number.toString());
              lines.add(
                  "printf(\"%s\\t%%llu\\n\", (unsigned long long)(%s));".formatted(key, name));
            }
            case Double number -> {
              expected.put(key, "%016x".formatted(Double.doubleToLongBits(number)));
              lines.add(
                  "{ double d = (%2$s); unsigned long long u; memcpy(&u, &d, 8); printf(\"%1$s\\t%%016llx\\n\", d != d ? 0x7ff8000000000000ULL : u); }"
                      .formatted(key, name));
            }
            default -> {
              byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
              expected.put(key, HexFormat.of().formatHex(bytes) + "00");
              lines.add(
                  "printf(\"%1$s\\t\"); for (const char *s = (const char *)(%2$s), *e = s + %3$d; s <= e; s++) printf(\"%%02x\", (unsigned char)*s); printf(\"\\n\");"
                      .formatted(key, name, bytes.length));
            }
          }
        });
    compare(expected, facts.printed("", lines));
    Map<String, String> places = new TreeMap<>();
    List<String> statements = new ArrayList<>();
    Layouts layouts = new Layouts(read, DataModel.current());
    Set<String> undefined = new HashSet<>();
    for (CRecord each : read.records().values()) {
      if (each.complete() && each.tag().indexOf('<') < 0) {
        RecordLayout layout = layouts.layout(new CType.Struct(each.tag()));
        String key = "size of " + each.tag();
        places.put(key, "%d".formatted(layout.size()));
        statements.add("printf(\"%s\\t%%zu\\n\", sizeof(%s));".formatted(key, each.tag()));
        members(each.tag(), "", 0, layout, layouts, places, statements, undefined);
      }
    }
    StringBuilder before = new StringBuilder();
    undefined.forEach(each -> before.append("#undef ").append(each).append('\n'));
    compare(places, facts.printed(before.toString(), statements));
  }

  private void members(
      String tag,
      String prefix,
      long base,
      RecordLayout layout,
      Layouts layouts,
      Map<String, String> places,
      List<String> statements,
      Set<String> undefined) {
    layout
        .places()
        .forEach((name, place) -> {
          String path = prefix + name;
          String key = "place of %s in %s".formatted(path, tag);
          undefined.add(name);
          if (place.isBitField()) {
            byte[] bytes = new byte[(int) layouts.layout(new CType.Struct(tag)).size()];
            long first = (base + place.offset()) * 8 + place.bitOffset();
            for (long bit = first; bit < first + place.bits(); bit++) {
              bytes[(int) (bit / 8)] |= (byte) (1 << bit % 8);
            }
            places.put(key, HexFormat.of().formatHex(bytes));
            statements.add(
                "{ %1$s t; memset(&t, 0, sizeof t); t.%2$s = -1; printf(\"%3$s\\t\"); for (size_t i = 0; i < sizeof t; i++) printf(\"%%02x\", ((unsigned char *)&t)[i]); printf(\"\\n\"); }"
                    .formatted(tag, path, key));
            return;
          }
          places.put(
              key,
              "%d %d"
                  .formatted(
                      base + place.offset(),
                      layouts.isComplete(place.type()) ? layouts.sizeOf(place.type()) : 0));
          statements.add(
              "printf(\"%1$s\\t%%zu %%zu\\n\", offsetof(%2$s, %3$s), %4$s);"
                  .formatted(
                      key,
                      tag,
                      path,
                      layouts.isComplete(place.type())
                          ? "sizeof(((%s *)0)->%s)".formatted(tag, path)
                          : "(size_t)0"));
          if (place.type() instanceof CType.Struct inner
              && inner.tag().indexOf('<') >= 0
              && layouts.isComplete(inner)) {
            members(
                tag,
                path + ".",
                base + place.offset(),
                layouts.layout(inner),
                layouts,
                places,
                statements,
                undefined);
          }
        });
  }

  private void compare(Map<String, String> expected, Map<String, String> printed) {
    expected.forEach((key, value) -> {
      String found = printed.getOrDefault(key, "nothing");
      if (!found.equals(value)) {
        tally.faults.add("wrong: %s is %s, but C prints %s".formatted(key, value, found));
      }
    });
  }

  private void findLost() throws IOException {
    Set<String> known = new HashSet<>(read.constants().keySet());
    read.functions().forEach(each -> known.add(each.name()));
    read.variables().forEach(each -> known.add(each.name()));
    known.addAll(read.types().keySet());
    known.addAll(read.records().keySet());
    Set<String> places = new HashSet<>();
    Set<String> others = new HashSet<>();
    for (String line : extract.leftOut()) {
      known.add(line.replaceFirst("[ :(].*", ""));
      known.add(line.replaceFirst(" \\(.*|: .*", ""));
      places.add(line.replaceFirst("^[^(]*\\(([^)]*)\\).*", "$1"));
    }
    extract.leftOut().stream()
        .filter(line -> line.contains("(included by "))
        .forEach(line -> others.add(line.replaceFirst(" \\(.*", "")));
    Set<String> standard =
        Set.of("size_t", "ssize_t", "off_t", "time_t", "uint8_t", "wchar_t", "va_list");
    for (HeaderFacts.Declared each : facts.declared().values()) {
      String full = each.kind() + " " + each.name();
      boolean isRecord = each.kind().equals("struct") || each.kind().equals("union");
      String name = isRecord ? full : each.name();
      boolean isNamed =
          known.contains(name)
              || known.contains(each.name())
              || each.name().startsWith("_")
              || standard.contains(each.name())
              || others.contains(each.file())
              || places.contains(each.file() + ":" + each.line());
      if (!isNamed) {
        tally.faults.add("lost: %s (%s:%d)".formatted(full, each.file(), each.line()));
      }
      CRecord described = read.records().get(full);
      if (isRecord && described != null && !described.complete()) {
        tally.opaque++;
        if (extract.leftOut().stream().noneMatch(line -> line.startsWith(full))) {
          tally.faults.add("opaque: " + full);
        }
      }
      if (each.kind().equals("enumerator") && read.constants().containsKey(each.name())) {
        tally.enumerators++;
      }
    }
    tally.constants = read.constants().size() - tally.enumerators;
  }
}
