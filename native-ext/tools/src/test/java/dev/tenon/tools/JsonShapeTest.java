// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.tenon.cdef.tool.VerifiedDeclarations;
import dev.tenon.cli.module.Candidate;
import dev.tenon.cli.module.Candidate.Outcome;
import dev.tenon.cli.module.Verdict;
import dev.tenon.error.Phase;
import dev.tenon.error.kind.ValueError;
import dev.tenon.event.PhaseEffects;
import dev.tenon.event.PhaseEvent;
import dev.tenon.module.CallTraits;
import dev.tenon.module.FunctionBody;
import dev.tenon.module.FunctionDef;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ModuleSpec;
import dev.tenon.module.ThreadSupport;
import dev.tenon.tools.importtime.ImportTimeReport;
import dev.tenon.tools.importtime.ImportTimes;
import dev.tenon.tools.inspect.Inspected;
import dev.tenon.tools.inspect.InspectedModule;
import dev.tenon.tools.inspect.LibrarySummary;
import dev.tenon.value.Signature;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What `--json` writes has the fields and types that the documentation tells, no more and no
/// fewer.
class JsonShapeTest {

  private static final Path DOCUMENT = Path.of("../../docs/cli.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| ([a-z ]+) \\|");

  private final Map<String, Set<String>> shape = new TreeMap<>();

  @Test
  void inspect_shape_isTheDocumentedOne() throws IOException {
    ModuleDef def =
        ModuleDef.of("full")
            .doc("A module.")
            .typed(
                "typed",
                "(i64) -> i64",
                "Typed.",
                signature -> module -> MethodHandles.identity(long.class))
            .function(
                new FunctionDef(
                    "dynamic",
                    null,
                    null,
                    (FunctionBody.Dynamic) (self, arguments) -> null,
                    new CallTraits(ThreadSupport.FREE, true)))
            .slot(
                new ModuleSlot.ResourceType(
                    "Type",
                    "A type.",
                    List.of(
                        new FunctionDef(
                            "method",
                            null,
                            null,
                            (FunctionBody.Dynamic) (self, arguments) -> null,
                            CallTraits.NONE),
                        new FunctionDef(
                            "typed_method",
                            "A method.",
                            Signature.parse("(self) -> i64"),
                            (FunctionBody.Typed) module -> MethodHandles.identity(long.class),
                            new CallTraits(ThreadSupport.FREE, true))),
                    List.of(
                        new ModuleSlot.ResourceProperty("property", null, true),
                        new ModuleSlot.ResourceProperty("other", "A property.", false))))
            .slot(new ModuleSlot.ResourceType("Bare", null, List.of(), List.of()))
            .constant("ONE", 1L)
            .exec(module -> {})
            .property("level", "A property.", module -> 1L)
            .property("other", null, module -> 1L)
            .typed("bad", "(i65) -> void", null, signature -> null)
            .build();
    ModuleSpec spec = ModuleSpec.of("full", null).location("/full.so").build();
    InspectedModule whole = InspectedModule.of(spec, List.of("full.sub"));
    InspectedModule bare = InspectedModule.of(ModuleSpec.of("bare", null).build(), null);
    Inspected inspected =
        new Inspected(
            "/full.so",
            Inspected.Kind.FILE,
            new LibrarySummary(true, List.of("1.2"), List.of("libc.so.6")),
            List.of(
                whole.with(def, List.of(), true),
                bare,
                bare.refusedFor("no good").on("linux-x86_64")));

    add("", inspected.asMap());

    assertThat(shape).isEqualTo(documented("`inspect --json`"));
  }

  @Test
  void verify_shape_isTheDocumentedOne() throws IOException {
    VerifiedDeclarations.Means compiler = VerifiedDeclarations.Means.COMPILER;
    VerifiedDeclarations verified =
        new VerifiedDeclarations(
            "z.cdef.h",
            List.of(new VerifiedDeclarations.Source(compiler, "z.h")),
            List.of("no"),
            List.of(
                new VerifiedDeclarations.Declaration(
                    "constant", "Z", List.of(compiler), List.of("it is 1, but 2 in z.h"), "")),
            List.of());

    add("", verified.asMap(false));

    assertThat(shape).isEqualTo(documented("`cdef --verify --json`"));
  }

  @Test
  void why_shape_isTheDocumentedOne() throws IOException {
    List<Candidate> candidates = List.of(new Candidate("here", Outcome.MISSED, "no"));
    ModuleSpec spec = ModuleSpec.of("name", null).location("/name.js").build();

    add("", Verdict.found("name", spec, candidates, List.of("refused")).asMap());
    add("", Verdict.missing("name", candidates, "near").asMap());

    assertThat(shape).isEqualTo(documented("`why --json`"));
  }

  @Test
  void importTime_shape_isTheDocumentedOne() throws IOException {
    ImportTimes times = new ImportTimes(true);
    times.onPhase(event("inner", 10, null));
    times.onPhase(event("outer", 100, new ValueError("no good")));

    Map<String, @Nullable Object> outer =
        new ImportTimeReport(times.tree(), true).asMaps().getFirst();
    add("[]", outer);
    ((List<?>) outer.get("imports")).forEach(inner -> add("[]", inner));

    assertThat(shape).isEqualTo(documented("`importtime --json`"));
  }

  @Test
  void doctor_shape_isTheDocumentedOne() throws IOException {
    add("[]", Finding.missing("make", "new c", "not on PATH", "install it").asMap());

    assertThat(shape).isEqualTo(documented("`doctor --json`"));
  }

  @Test
  void importTime_phases_addUpToTheTotal() {
    ImportTimes times = new ImportTimes();
    long start = 0;
    for (Phase phase :
        List.of(Phase.FIND, Phase.QUERY, Phase.CHECK, Phase.CREATE, Phase.STATE, Phase.EXEC)) {
      times.onPhase(new PhaseEvent("one", null, phase, 1000L * ++start, Duration.ofNanos(7), null));
    }

    Map<String, @Nullable Object> row = new ImportTimeReport(times.tree()).asMaps().getFirst();

    assertThat(row.get("total_us")).isEqualTo(0.042);
    assertThat(
            row.entrySet().stream()
                .filter(entry -> entry.getKey().matches("(find|map|query|create|exec)_us"))
                .mapToDouble(entry -> ((Number) entry.getValue()).doubleValue())
                .sum())
        .isCloseTo(0.042, offset(1e-9));
  }

  private static PhaseEvent event(String module, long end, @Nullable Throwable failure) {
    PhaseEffects.Effect effect =
        new PhaseEffects.Effect(PhaseEffects.Kind.READ, "/etc/hosts", "libc.so.6", 2, 1);
    PhaseEffects effects = new PhaseEffects(1, 2, 3, 0, true, true, List.of(effect));
    return new PhaseEvent(module, null, Phase.EXEC, 0, Duration.ofNanos(end), failure, effects);
  }

  /// Notes the types of all fields.
  private void add(String place, @Nullable Object object) {
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) object).entrySet()) {
      String field = (place.isEmpty() ? "" : place + ".") + entry.getKey();
      Set<String> types = shape.computeIfAbsent(field, _ -> new TreeSet<>());
      switch (entry.getValue()) {
        case null -> types.add("null");
        case String _ -> types.add("text");
        case Number _ -> types.add("number");
        case Boolean _ -> types.add("true or false");
        case Map<?, ?> map -> {
          types.add("object");
          if (entry.getKey().equals("effects")) {
            add(field, map);
          }
        }
        case List<?> list when !list.isEmpty() && list.getFirst() instanceof String ->
            types.add("list of text");
        case List<?> list when !list.isEmpty() -> {
          types.add("list");
          if (!entry.getKey().equals("imports")) {
            list.forEach(each -> add(field + "[]", each));
          }
        }
        case List<?> _ -> {
          // An empty list says nothing of what it could hold.
        }
        case Object other -> types.add(other.getClass().getName());
      }
    }
  }

  private static Map<String, Set<String>> documented(String command) throws IOException {
    String text = Files.readString(DOCUMENT);
    int start = text.indexOf("\n" + command + " writes");
    assertThat(start).as(command).isPositive();
    int end = text.indexOf("\n## ", start);
    Map<String, Set<String>> documented = new TreeMap<>();
    Matcher row = ROW.matcher(text.substring(start, end));
    while (row.find()) {
      documented.put(row.group(1), types(row.group(2)));
    }
    return documented;
  }

  private static Set<String> types(String text) {
    boolean isNullable = text.endsWith(" or null");
    Set<String> types = new TreeSet<>();
    types.add(isNullable ? text.substring(0, text.length() - " or null".length()) : text);
    if (isNullable) {
      types.add("null");
    }
    return types;
  }
}
