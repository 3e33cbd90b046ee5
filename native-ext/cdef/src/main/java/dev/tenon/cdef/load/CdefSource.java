// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.load;

import dev.tenon.cdef.declaration.DeclarationStore;
import dev.tenon.cdef.declaration.MissingParserException;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.DeclarationException;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.value.CMemory;
import dev.tenon.error.DescriptorFault;
import dev.tenon.error.Diagnosis;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.Phase;
import dev.tenon.imports.load.DefSource;
import dev.tenon.input.BoundedFile;
import dev.tenon.input.FileProblem;
import dev.tenon.input.Limit;
import dev.tenon.input.RefusedFileException;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSpec;
import dev.tenon.nativeext.image.SharedLibrary;
import dev.tenon.nativeext.spi.NativeAccess;
import dev.tenon.pins.Pins;
import dev.tenon.spi.ModuleOwner;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Optional;

/// Reads the descriptor of a module out of a file of C declarations.
record CdefSource(Path file) implements DefSource {

  @Override
  public ModuleDef query(ModuleSpec spec) {
    requireAccess();
    String text = readText(spec);
    String name = spec.name().substring(spec.name().lastIndexOf('.') + 1);
    try {
      Declarations declarations = store().read(file.getFileName().toString(), text);
      ModuleOwner owner = ModuleOwner.CURRENT.isBound() ? ModuleOwner.CURRENT.get() : null;
      return new ModuleMaker(spec.name(), owner, file, declarations, DataModel.current()).make();
    } catch (DeclarationException e) {
      return unreadable(name, e);
    } catch (MissingParserException e) {
      throw refused(
          spec,
          new Diagnosis(
              "its declarations were not read before, and there is no parser",
              "a declaration parser on the class path",
              "add tenon-cdef-parser"));
    }
  }

  /// Asks for what [CMemory] needs, whose initializer cannot be run again.
  @SuppressWarnings("restricted") // nothing is accessed
  private static void requireAccess() {
    try {
      MemorySegment.NULL.reinterpret(1);
    } catch (IllegalCallerException e) {
      throw NativeAccess.denied(e, SharedLibrary.class.getModule(), CdefSource.class.getModule());
    }
  }

  /// What was kept of earlier readings is not what was pinned.
  private static DeclarationStore store() {
    return ModuleOwner.currentPins() == null
        ? DeclarationStore.installed()
        : new DeclarationStore(Optional.empty(), DataModel.current());
  }

  private String readText(ModuleSpec spec) {
    try {
      Pins pins = ModuleOwner.currentPins();
      return pins == null
          ? BoundedFile.readText(file, Limit.DECLARATIONS)
          : pins.readText(file, Limit.DECLARATIONS);
    } catch (CharacterCodingException e) {
      throw refused(
          spec, new Diagnosis("the file is no UTF-8 text", "C declarations", "save it as UTF-8"));
    } catch (RefusedFileException e) {
      throw refused(
          spec,
          new Diagnosis(
              String.valueOf(e.getMessage()),
              "a file of C declarations",
              "correct the path, split the file, or take out what is not used"));
    } catch (IOException e) {
      throw refused(
          spec,
          new Diagnosis(
              "the file cannot be read: " + FileProblem.reason(e),
              "a readable file of C declarations",
              "correct its permissions or the path"));
    }
  }

  private ExtensionLoadException refused(ModuleSpec spec, Diagnosis diagnosis) {
    return new ExtensionLoadException(spec.name(), file.toString(), Phase.QUERY, diagnosis);
  }

  private ModuleDef unreadable(String name, DeclarationException problems) {
    ModuleDef.Builder def = ModuleDef.of(name);
    problems
        .problems()
        .forEach(problem ->
            def.fault(
                DescriptorFault.WHOLE,
                problem.place(file.getFileName().toString()),
                new Diagnosis(
                    problem.message(),
                    "a C declaration that stands alone",
                    "fix or remove it:\n" + problem.quotation())));
    return def.build();
  }

  @Override
  public boolean describesAnew() {
    return true;
  }

  @Override
  public boolean isNative() {
    return true;
  }
}
