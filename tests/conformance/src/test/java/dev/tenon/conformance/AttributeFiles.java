// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import dev.tenon.Interpreter;
import dev.tenon.code.Code;
import dev.tenon.code.CodeLoader;
import dev.tenon.code.Globals;
import dev.tenon.module.Loader;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.search.ModuleFileType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The simplest kind of module file there can be: each line `name=text` is an attribute, and each
/// line `name=!module.attribute` one that holds the present text of an attribute of another module.
/// With it the tests see how files are found and run, without a compiler.
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

  private record FileLoader(Path file) implements CodeLoader {
    @Override
    public Object createModule(ModuleSpec spec) {
      return null;
    }

    @Override
    public void execModule(Object module) throws Exception {
      getCode("").run(Globals.of((ModuleObject) module));
    }

    @Override
    public Code getCode(String name) {
      return Code.of(
          file.toString(),
          globals -> {
            for (String line : Files.readAllLines(file)) {
              String[] parts = line.split("=", 2);
              globals.set(parts[0], valueOf(parts[1]));
            }
            return null;
          });
    }

    private static String valueOf(String text) {
      if (!text.startsWith("!")) {
        return text;
      }
      int dot = text.lastIndexOf('.');
      ModuleObject module = Interpreter.current().importModule(text.substring(1, dot));
      return String.valueOf(module.get(text.substring(dot + 1)));
    }
  }
}
