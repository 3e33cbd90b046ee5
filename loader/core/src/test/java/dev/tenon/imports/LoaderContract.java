// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Interpreter;
import dev.tenon.error.ImportException;
import dev.tenon.error.TenonError;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What every loader has to do. A test of a loader extends this and provides the specs that its
/// finder would give.
public abstract class LoaderContract {

  private final Interpreter interpreter = Interpreter.create();

  /// The spec of a module `name` that sets an attribute `attr`.
  protected abstract ModuleSpec moduleSpec(String name) throws Exception;

  /// The spec of a package `name` that sets an attribute `attr`; null if the loader has no
  /// packages.
  protected abstract @Nullable ModuleSpec packageSpec(String name) throws Exception;

  /// The spec of a module `name` whose body fails.
  protected abstract ModuleSpec failingSpec(String name) throws Exception;

  /// The spec of a module `name` that cannot be loaded at all, because what it is loaded from is
  /// broken; null if that cannot be.
  protected abstract @Nullable ModuleSpec brokenSpec(String name) throws Exception;

  @AfterEach
  public void closeInterpreter() {
    interpreter.close();
  }

  private ModuleObject load(ModuleSpec spec) {
    interpreter
        .imports()
        .metaPath()
        .addFirst((name, path, target) -> name.equals(spec.name()) ? spec : null);
    return interpreter.importModule(spec.name());
  }

  @Test
  public void load_module_setsAttributes() throws Exception {
    ModuleSpec spec = moduleSpec("m");

    ModuleObject module = load(spec);

    assertThat(interpreter.modules().get("m")).isSameAs(module);
    assertThat(module.has("attr")).isTrue();
    assertThat(module.namespace())
        .containsAllEntriesOf(Map.of("__name__", "m", "__package__", "", "__spec__", spec))
        .containsEntry("__loader__", spec.loader())
        .doesNotContainKey("__path__");
    assertThat(module.namespace().get("__file__"))
        .isEqualTo(spec.hasLocation() ? spec.origin() : null);
  }

  @Test
  public void load_package_setsPath() throws Exception {
    ModuleSpec spec = packageSpec("p");
    if (spec == null) {
      return;
    }

    ModuleObject module = load(spec);

    assertThat(module.get("__package__")).isEqualTo("p");
    assertThat(module.get("__path__")).isSameAs(spec.submoduleSearchLocations());
  }

  @Test
  public void load_withoutParent_works() throws Exception {
    ModuleObject parent = new ModuleObject("p");
    parent.set("__path__", List.of());
    interpreter.modules().put("p", parent);

    ModuleObject module = load(moduleSpec("p.m"));

    assertThat(module.get("__name__")).isEqualTo("p.m");
    assertThat(module.get("__package__")).isEqualTo("p");
  }

  @Test
  public void load_failingBody_leavesNothing() throws Exception {
    ModuleSpec spec = failingSpec("m");

    assertThatThrownBy(() -> load(spec)).isInstanceOf(TenonError.class);

    assertThat(interpreter.modules().contains("m")).isFalse();
    assertThat(spec.isInitializing()).isFalse();
  }

  @Test
  public void load_brokenSource_isImportErrorAboutTheModule() throws Exception {
    ModuleSpec spec = brokenSpec("m");
    if (spec == null) {
      return;
    }

    assertThatThrownBy(() -> load(spec))
        .isInstanceOfSatisfying(
            ImportException.class, error -> assertThat(error.name()).isEqualTo("m"));
    assertThat(interpreter.modules().contains("m")).isFalse();
  }

  @Test
  public void create_twice_givesTwoModules() throws Exception {
    Object first = interpreter.imports().moduleFromSpec(moduleSpec("m"));
    Object second = interpreter.imports().moduleFromSpec(moduleSpec("m"));

    assertThat(first).isNotSameAs(second);
    assertThat(interpreter.modules().contains("m")).isFalse();
  }

  @Test
  public void reload_module_keepsTheObject() throws Exception {
    ModuleObject module = load(moduleSpec("m"));
    module.set("extra", 1L);

    assertThat(interpreter.reload(module)).isSameAs(module);

    assertThat(module.get("extra")).isEqualTo(1L);
    assertThat(module.has("attr")).isTrue();
  }

  @Test
  public void loaders_ofEqualSources_areEqual() throws Exception {
    assertThat(moduleSpec("m").loader()).isEqualTo(moduleSpec("m").loader());
    assertThat(moduleSpec("m").loader()).hasSameHashCodeAs(moduleSpec("m").loader());
  }
}
