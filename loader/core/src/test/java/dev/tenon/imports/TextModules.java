// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import dev.tenon.error.ImportException;
import dev.tenon.error.Phase;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.Loader;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.search.ModuleFileType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Module files for tests: the text of the file becomes the attribute `attr`; the text `fail` makes
/// the body fail.
public final class TextModules implements ModuleFileType {

  /// How the names of such files end.
  static final String SUFFIX = ".text";

  @Override
  public List<String> fileNames(String tail) {
    return List.of(tail + SUFFIX);
  }

  @Override
  public Loader loaderFor(String name, Path file) {
    return new TextLoader(file);
  }

  @Override
  public boolean readsArchives() {
    return true;
  }

  /// Writes a module file.
  public static Path write(Path folder, String name, String text) throws IOException {
    Path file = folder.resolve(name + SUFFIX);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /// Writes the modules that [FinderContract] wants.
  public static Path writeContractModules(Path folder) throws IOException {
    for (String name :
        List.of(
            "top", "pkg/__init__", "pkg/module", "pkg/inner/__init__", "both", "both/__init__")) {
      write(folder, name, name);
    }
    return folder;
  }

  record TextLoader(Path file) implements Loader {
    @Override
    public @Nullable Object createModule(ModuleSpec spec) {
      return null;
    }

    @Override
    public void execModule(Object module) throws Exception {
      ModuleObject object = (ModuleObject) module;
      String text = read(object.name());
      if (text.equals("fail")) {
        throw new ValueError("the text says so");
      }
      object.set("attr", text);
    }

    private String read(String name) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new ImportException(
            "cannot read '%s': %s".formatted(file, e.getMessage()),
            name,
            file.toString(),
            Phase.EXEC);
      }
    }
  }
}
