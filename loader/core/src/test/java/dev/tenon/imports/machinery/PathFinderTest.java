// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.Interpreter;
import dev.tenon.error.ImportException;
import dev.tenon.error.SearchReport;
import dev.tenon.imports.FinderContract;
import dev.tenon.imports.ImportSystem;
import dev.tenon.imports.TextModules;
import dev.tenon.module.ModuleSpec;
import dev.tenon.search.MetaPathFinder;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathFinderTest extends FinderContract {

  @TempDir private Path folder;
  private @Nullable Interpreter interpreter;

  @Override
  protected MetaPathFinder finder() throws Exception {
    return imports(TextModules.writeContractModules(folder)).metaPath().getLast();
  }

  private ImportSystem imports(Path... path) {
    if (interpreter == null) {
      var config = Interpreter.builder();
      for (Path entry : path) {
        config.path(entry);
      }
      interpreter = config.build();
    }
    return interpreter.imports();
  }

  @AfterEach
  void closeInterpreter() {
    if (interpreter != null) {
      interpreter.close();
    }
  }

  @Test
  void pathHook_thatRefusesWithAReason_letsTheNextOneTryAndIsQuoted() {
    ImportSystem imports = imports();
    imports.path().add("odd entry");
    imports
        .pathHooks()
        .addFirst(entry -> {
          throw new ImportException("too odd", null);
        });

    assertThat(imports.metaPath().getLast().findSpec("m", null, null)).isNull();
    assertThat(imports.metaPath().getLast().explainMiss("m", null))
        .containsExactly(new SearchReport.Attempt("path entry 'odd entry'", "too odd"));
  }

  @Test
  void findSpec_finderThatGivesASpecWithoutLoaderAndLocations_isImportError() {
    ImportSystem imports = imports();
    imports.path().add("entry");
    imports.pathImporterCache().put("entry", (name, target) -> ModuleSpec.of(name, null).build());

    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> imports.metaPath().getLast().findSpec("m", null, null))
        .withMessage("spec missing loader");
  }

  @Test
  void explainMiss_entriesOfAllKinds_areToldOneByOne() throws Exception {
    ImportSystem imports = imports(folder);
    imports.path().add(folder.resolve("gone").toString());
    imports.path().add(null);

    assertThat(imports.metaPath().getLast().explainMiss("m", null))
        .containsExactly(
            new SearchReport.Attempt("path entry '%s'".formatted(folder), "holds no m/, m.text"),
            new SearchReport.Attempt(
                "path entry '%s'".formatted(folder.resolve("gone")),
                "no path hook understands it; it is no folder or archive"),
            new SearchReport.Attempt("path entry 'null'", "passed over, it is no text"));
    assertThat(imports.metaPath().getLast().explainMiss("m", List.of()))
        .containsExactly(new SearchReport.Attempt("PathFinder", "the path is empty"));
  }

  @Test
  void findAllSpecs_moduleInTwoFolders_givesBoth() throws Exception {
    Path other = folder.resolve("other");
    TextModules.write(folder, "m", "1");
    TextModules.write(other, "m", "2");

    assertThat(imports(folder, other).metaPath().getLast().findAllSpecs("m", null))
        .extracting(ModuleSpec::origin)
        .containsExactly(folder.resolve("m.text").toString(), other.resolve("m.text").toString());
  }
}
