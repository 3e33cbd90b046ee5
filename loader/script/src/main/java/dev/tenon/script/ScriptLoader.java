// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script;

import dev.tenon.code.Code;
import dev.tenon.code.CodeLoader;
import dev.tenon.code.Globals;
import dev.tenon.effects.PhaseMeter;
import dev.tenon.error.ImportException;
import dev.tenon.error.Phase;
import dev.tenon.event.PhaseListener;
import dev.tenon.input.BoundedFile;
import dev.tenon.input.Escapes;
import dev.tenon.input.FileProblem;
import dev.tenon.input.Limit;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.pins.Pins;
import dev.tenon.pins.UnpinnedException;
import dev.tenon.script.dialect.ScriptLanguage;
import dev.tenon.spi.ModuleOwner;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystems;
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
    compile(object).run(Globals.of(object));
  }

  /// Reads and compiles the file. Listeners see that as a phase within the execution, so that they
  /// can distinguish what the loader does from what the script does.
  private Code compile(ModuleObject module) {
    ModuleOwner owner = ModuleOwner.of(module);
    PhaseListener listener = owner == null ? null : owner.phaseListener();
    if (listener == null) {
      return getCode(module.name());
    }
    PhaseMeter meter = new PhaseMeter(listener);
    Throwable failure = null;
    try {
      return getCode(module.name());
    } catch (Throwable e) {
      failure = e;
      throw e;
    } finally {
      meter.end(module.name(), file.toString(), Phase.QUERY, failure);
    }
  }

  @Override
  public Code getCode(String name) {
    try {
      return Code.compile(language.extension(), file.toString(), readText());
    } catch (UnpinnedException e) {
      throw ModuleOwner.unpinned(name, file.toString(), Phase.EXEC, e);
    } catch (CharacterCodingException e) {
      throw failed("cannot run %s: it is not UTF-8 text".formatted(Escapes.quoted(file)), name, e);
    } catch (IOException e) {
      throw failed(
          "cannot run %s: %s".formatted(Escapes.quoted(file), FileProblem.reason(e)), name, e);
    } catch (ImportException e) {
      throw failed(String.valueOf(e.getMessage()), name, e);
    }
  }

  private String readText() throws IOException {
    Pins pins = ModuleOwner.currentPins();
    return pins == null
        ? BoundedFile.readText(file, Limit.SCRIPT)
        : pins.readText(file, Limit.SCRIPT);
  }

  @Override
  public boolean isPackage(String name) {
    return String.valueOf(file.getFileName()).startsWith("__init__.")
        && !name.equals("__init__")
        && !name.endsWith(".__init__");
  }

  /// The file; null for one in an archive, which has no path of its own.
  @Override
  public @Nullable String location(String name) {
    return file.getFileSystem().equals(FileSystems.getDefault())
        ? file.toAbsolutePath().toString()
        : null;
  }

  private ImportException failed(String message, String name, Exception cause) {
    ImportException failure = new ImportException(message, name, file.toString(), Phase.EXEC);
    failure.initCause(cause);
    return failure;
  }

  @Override
  public String toString() {
    return "ScriptLoader";
  }
}
