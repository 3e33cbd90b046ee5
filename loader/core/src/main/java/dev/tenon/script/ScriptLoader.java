package dev.tenon.script;

import dev.tenon.code.Code;
import dev.tenon.code.CodeLoader;
import dev.tenon.code.Globals;
import dev.tenon.error.ImportException;
import dev.tenon.error.Phase;
import dev.tenon.error.TypeError;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Loads a script file as a module: its bare globals are the module's attributes.
///
/// @param language the language of the file
/// @param file where it lies
record ScriptLoader(ScriptLanguage language, Path file) implements CodeLoader {

  @Override
  public @Nullable Object createModule(ModuleSpec spec) {
    return null;
  }

  @Override
  public void execModule(Object module) throws Exception {
    ModuleObject object = (ModuleObject) module;
    run(object.name(), Globals.of(object));
  }

  @Override
  public Code getCode(String name) {
    return Code.of(
        file.toString(),
        globals -> {
          run(name, globals);
          return null;
        });
  }

  private void run(String name, Globals globals) throws Exception {
    ModuleObject module = globals.module();
    if (module == null) {
      throw new TypeError("'%s' needs a module as its globals".formatted(file));
    }
    String source = Files.readString(file);
    if (!hasScripting()) {
      throw missing(name, "the JDK module java.scripting is not there");
    }
    ScriptRun run = ScriptRun.find(language);
    if (run == null) {
      throw missing(name, "there is no script engine for it");
    }
    run.run(source, file.toString(), module, globals);
  }

  private static boolean hasScripting() {
    try {
      Class.forName("javax.script.ScriptEngine", false, ScriptLoader.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException _) {
      return false;
    }
  }

  private ImportException missing(String name, String reason) {
    return new ImportException(
        "cannot run '%s': %s; add the Maven artifact %s to the class path"
            .formatted(file, reason, language.artifact()),
        name,
        file.toString(),
        Phase.EXEC);
  }

  @Override
  public String toString() {
    return "ScriptLoader";
  }
}
