// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import dev.tenon.error.Diagnosis;
import dev.tenon.error.kind.ValueError;
import dev.tenon.imports.load.BodyLoader;
import dev.tenon.imports.load.DefSource;
import dev.tenon.imports.load.ExtensionLoader;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ModuleSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/// The loaders of this package against their contract.
class LoaderTest {

  @TempDir private Path folder;

  private static final ModuleSlot.ExecBody GOOD = module -> module.set("attr", 1L);
  private static final ModuleSlot.ExecBody BAD =
      module -> {
        throw new ValueError("the body fails");
      };

  @Nested
  class OfDescriptors extends LoaderContract {
    private record Fixed(ModuleDef def) implements DefSource {
      @Override
      public ModuleDef query(ModuleSpec spec) {
        return def;
      }
    }

    private static final ModuleDef GOOD_DEF = ModuleDef.of("m").exec(GOOD).build();

    private ModuleSpec.Builder spec(String name, ModuleDef def) {
      return ModuleSpec.of(name, new ExtensionLoader(new Fixed(def)));
    }

    @Override
    protected ModuleSpec moduleSpec(String name) {
      return spec(name, GOOD_DEF).build();
    }

    @Override
    protected ModuleSpec packageSpec(String name) {
      return spec(name, GOOD_DEF).asPackage().build();
    }

    @Override
    protected ModuleSpec failingSpec(String name) {
      return spec(name, ModuleDef.of(name).exec(BAD).build()).build();
    }

    @Override
    protected ModuleSpec brokenSpec(String name) {
      ModuleDef faulty =
          ModuleDef.of(name).fault(0, "create", new Diagnosis("bad", "good", "mend it")).build();
      return spec(name, faulty).build();
    }
  }

  @Nested
  class OfBodies extends LoaderContract {
    @Override
    protected ModuleSpec moduleSpec(String name) {
      return ModuleSpec.of(name, new BodyLoader(GOOD, false)).build();
    }

    @Override
    protected ModuleSpec packageSpec(String name) {
      return ImportSystem.specFromLoader(name, new BodyLoader(GOOD, true));
    }

    @Override
    protected ModuleSpec failingSpec(String name) {
      return ModuleSpec.of(name, new BodyLoader(BAD, false)).build();
    }

    @Override
    protected @Nullable ModuleSpec brokenSpec(String name) {
      return null;
    }
  }

  @Nested
  class OfFiles extends LoaderContract {
    private ModuleSpec spec(String name, String text) throws Exception {
      return ImportSystem.specFromFile(name, TextModules.write(folder, "m", text), null);
    }

    @Override
    protected ModuleSpec moduleSpec(String name) throws Exception {
      return spec(name, "text");
    }

    @Override
    protected ModuleSpec packageSpec(String name) throws Exception {
      return ImportSystem.specFromFile(name, TextModules.write(folder, "p/__init__", "text"), null);
    }

    @Override
    protected ModuleSpec failingSpec(String name) throws Exception {
      return spec(name, "fail");
    }

    @Override
    protected ModuleSpec brokenSpec(String name) throws Exception {
      ModuleSpec spec = spec(name, "text");
      Files.delete(folder.resolve("m.text"));
      return spec;
    }
  }
}
