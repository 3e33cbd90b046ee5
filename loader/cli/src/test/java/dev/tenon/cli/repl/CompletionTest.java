// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Interpreter;
import dev.tenon.function.ModuleFunction;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ThreadSupport;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {

  @TempDir private Path folder;
  @AutoClose private Interpreter interpreter;
  private Completion completion;

  @BeforeEach
  void addModule() throws IOException {
    Files.writeString(folder.resolve("shapes.js"), "1");
    interpreter = Interpreter.builder().path(folder).build();
    ModuleObject things = interpreter.newModule("things");
    ModuleObject inner = interpreter.newModule("things.inner");
    inner.set("depth", 2L);
    things.set("inner", inner);
    things.set("_hidden", 1L);
    interpreter.main().set("things", things);
    interpreter.modules().put("things", things);
    completion = new Completion(interpreter);
  }

  @Test
  void bareName_isOfMainOrBuiltins() {
    assertThat(completion.candidates("1; thi")).containsExactly("things");
    assertThat(completion.candidates("importM")).containsExactly("importModule");
  }

  @Test
  void attributes_areThoseThatDirLists() {
    assertThat(completion.candidates("f(things.")).containsExactly("things.inner");
    assertThat(completion.candidates("things.inner.d")).containsExactly("things.inner.depth");
    assertThat(completion.candidates("things._h")).containsExactly("things._hidden");
  }

  @Test
  void import_offersLoadedModulesAndThoseThatCanBeFound() {
    assertThat(completion.candidates("import th")).containsExactly("things");
    assertThat(completion.candidates("import shape")).containsExactly("shapes");
    assertThat(completion.candidates("from things import in")).containsExactly("inner");
  }

  @Test
  void openedCall_showsTheSignature() {
    ModuleDef def =
        ModuleDef.of("things")
            .typed(
                "half",
                "(state, i64) -> f64",
                "Halve it.\nMore.",
                _ -> _ -> MethodHandles.empty(MethodType.methodType(double.class, long.class)))
            .build();
    ModuleObject things = (ModuleObject) interpreter.modules().get("things");
    things.set(
        "half",
        new ModuleFunction(def.functions().getFirst(), things, ThreadSupport.FREE, "things"));

    assertThat(completion.signature("x = things.half("))
        .isEqualTo("things.half(i64) -> f64: Halve it.");
    assertThat(completion.description("things.half")).isEqualTo("(i64) -> f64");
    assertThat(completion.candidates("things.half.__na")).containsExactly("things.half.__name__");
    assertThat(completion.signature("things.inner(")).isNull();
    assertThat(completion.signature("none.more(")).isNull();
    assertThat(completion.signature("things.half")).isNull();
  }

  @Test
  void nothingThatFits_isNoError() {
    assertThat(completion.candidates("none.")).isEmpty();
    assertThat(completion.candidates("things.none.more")).isEmpty();
    assertThat(completion.candidates("from nowhere import x")).isEmpty();
  }
}
