// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenon.Interpreter;
import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.Phase;
import dev.tenon.error.SearchReport;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.module.ModuleObject;
import dev.tenon.search.MetaPathFinder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What errors tell beyond CPython's sentences.
class DiagnosticsTest {

  @TempDir private Path folder;
  private final MemoryFinder memory = new MemoryFinder();
  private Interpreter interpreter;

  @BeforeEach
  void makeInterpreter() {
    interpreter = Interpreter.builder().path(folder).build();
    interpreter.imports().metaPath().addFirst(memory);
  }

  @AfterEach
  void closeInterpreter() {
    interpreter.close();
  }

  private ModuleNotFoundException notFound(String name) {
    return catchThrowableOfType(
        ModuleNotFoundException.class, () -> interpreter.importModule(name));
  }

  private static Object importIn(ModuleObject module, String name) {
    return Interpreter.current().imports().statementsOf(module).importModule(name);
  }

  @Test
  void notFound_topLevelName_tellsEveryPlaceAndNearNames() throws Exception {
    TextModules.write(folder, "counter", "x");

    ModuleNotFoundException error = notFound("countr");

    assertThat(error)
        .hasMessage(
            """
            No module named 'countr'
              did you mean 'counter'?
              searched:
                MemoryFinder: the host has not described it
                ProvidedModuleFinder: no ModuleProvider on the program's class path or module path has it
                path entry '%s': holds no countr/, countr.text\
            """
                .formatted(folder));
    assertThat(error.search().nearNames()).containsExactly("counter");
    assertThat(error.search().attempts())
        .contains(new SearchReport.Attempt("MemoryFinder", "the host has not described it"));
  }

  @Test
  void notFound_withinImports_tellsWhoNeededIt() {
    memory
        .add("app", module -> importIn(module, "lib"))
        .add("lib", module -> importIn(module, "nowhere"));

    ModuleNotFoundException error = notFound("app");

    assertThat(error.name()).isEqualTo("nowhere");
    assertThat(error.search().importers())
        .containsExactly(
            new ImportException.Step("app", Phase.EXEC),
            new ImportException.Step("lib", Phase.EXEC));
    assertThat(error).hasMessageContaining("\n  needed by: app (exec) -> lib (exec)\n");
  }

  @Test
  void notFound_submodule_proposesSiblings() throws Exception {
    memory.addPackage("pkg", module -> {}).add("pkg.module", module -> {});

    assertThat(notFound("pkg.modul").search().nearNames()).containsExactly("pkg.module");
  }

  @Test
  void notFound_finderThatFailsToExplain_isPassedOver() {
    interpreter
        .imports()
        .metaPath()
        .addFirst(
            new MetaPathFinder() {
              @Override
              public dev.tenon.module.ModuleSpec findSpec(
                  String name, List<String> path, ModuleObject target) {
                return null;
              }

              @Override
              public List<SearchReport.Attempt> explainMiss(String name, List<String> path) {
                throw new IllegalStateException("no comment");
              }
            });

    assertThat(notFound("m")).hasMessageContaining("MemoryFinder");
  }

  @Test
  void missingAttribute_moduleThatHidesAnother_saysSo() throws Exception {
    Path first = TextModules.write(folder.resolve("first"), "random", "mine");
    Path second = TextModules.write(folder.resolve("second"), "random", "wanted");
    interpreter.imports().path().addAll(0, List.of(first.getParent().toString()));
    interpreter.imports().path().add(second.getParent().toString());
    ModuleObject random = interpreter.importModule("random");
    String note =
        "\n  '%s' hides another module 'random', '%s'; rename it or change the order of the path"
            .formatted(first, second);

    assertThatExceptionOfType(AttributeError.class)
        .isThrownBy(() -> random.get("randint"))
        .withMessage("module 'random' has no attribute 'randint'" + note);
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() ->
            interpreter.imports().statementsOf(new HashMap<>()).importFrom("random", "randint"))
        .withMessage("cannot import name 'randint' from 'random' (" + first + ")" + note);
  }

  @Test
  void notAPackage_moduleThatHidesAPackage_saysSo() throws Exception {
    Path plain = TextModules.write(folder, "tools", "plain");
    Path wanted = TextModules.write(folder.resolve("second"), "tools/__init__", "package");
    interpreter.imports().path().add(folder.resolve("second").toString());

    assertThat(notFound("tools.hammer"))
        .hasMessage(
            """
            No module named 'tools.hammer'; 'tools' is not a package
              '%s' hides another module 'tools', '%s'; rename it or change the order of the path\
            """
                .formatted(plain, wanted));
  }

  @Test
  void missingName_nearAttribute_isProposed() {
    memory.add("shapes", module -> module.set("circle", 1L));

    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() ->
            interpreter.imports().statementsOf(new HashMap<>()).importFrom("shapes", "circel"))
        .withMessage(
            "cannot import name 'circel' from 'shapes' (unknown location)\n"
                + "  did you mean 'circle'?");
  }

  @Test
  void circularImport_duringCreate_showsThePhase() {
    memory
        .add(
            dev.tenon.module.ModuleDef.of("ext")
                .create((spec, def) -> {
                  interpreter.imports().importModule("helper");
                  return new ModuleObject("ext");
                })
                .build())
        .add("helper", module -> importIn(module, "nowhere"));

    assertThat(notFound("ext").search().importers())
        .containsExactly(
            new ImportException.Step("ext", Phase.CREATE),
            new ImportException.Step("helper", Phase.EXEC));
  }
}
