package dev.tenon.conformance;

import dev.tenon.imports.ModuleFileType;
import dev.tenon.module.Loader;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The simplest kind of module file there can be: each line `name=text` is an attribute. With it
/// the tests see how files are found, without a compiler.
public final class AttributeFiles implements ModuleFileType {

  /// How the names of such files end.
  public static final String SUFFIX = ".attributes";

  @Override
  public List<String> fileNames(String tail) {
    return List.of(tail + SUFFIX);
  }

  @Override
  public Loader loaderFor(String name, Path file) {
    return new FileLoader(file);
  }

  @Override
  public boolean readsArchives() {
    return true;
  }

  @Override
  public int rank() {
    return 5000;
  }

  private record FileLoader(Path file) implements Loader {
    @Override
    public Object createModule(ModuleSpec spec) {
      return null;
    }

    @Override
    public void execModule(Object module) throws Exception {
      for (String line : Files.readAllLines(file)) {
        String[] parts = line.split("=", 2);
        ((ModuleObject) module).set(parts[0], parts[1]);
      }
    }
  }
}
