// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.inspect;

import dev.tenon.Interpreter;
import dev.tenon.cli.command.Settings;
import dev.tenon.cli.command.ToolInterpreter;
import dev.tenon.cli.module.SourceKind;
import dev.tenon.cli.terminal.Messages;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.ToolFailure;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.error.ImportException;
import dev.tenon.error.TenonError;
import dev.tenon.imports.load.ExtensionLoader;
import dev.tenon.input.Escapes;
import dev.tenon.input.FileProblem;
import dev.tenon.module.Inspect;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSpec;
import dev.tenon.nativeext.LibraryDefinitions;
import dev.tenon.search.ModuleFileType;
import dev.tenon.search.PathEntryFinder;
import dev.tenon.tools.inspect.Inspected.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// Looks at the modules of a file, a folder or a name. Descriptors are read as data: no function
/// and no slot of the module runs, and a C library is not mapped.
final class Inspection {

  private final Surroundings surroundings;
  private final Settings settings;
  private final String target;

  Inspection(Surroundings surroundings, Settings settings, String target) {
    this.surroundings = surroundings;
    this.settings = settings;
    this.target = target;
  }

  /// What is there.
  ///
  /// @throws UsageException if the path is wrong
  /// @throws ToolFailure if there is no such file or module, or it holds no module
  /// @throws Exception what a package raises that the module lies in
  Inspected run() throws Exception {
    try (Interpreter interpreter = ToolInterpreter.open(surroundings, settings)) {
      return interpreter.enter(() -> inspect(interpreter));
    }
  }

  /// What is known of a name that a module defines: `NAME.function`. The module is not run.
  ///
  /// @return nothing if the target is something else
  /// @throws Exception as [#run]
  Optional<Inspected.Definition> findDefinition() throws Exception {
    int dot = target.lastIndexOf('.');
    if (dot <= 0 || dot == target.length() - 1 || place(target) != null) {
      return Optional.empty();
    }
    try (Interpreter interpreter = ToolInterpreter.open(surroundings, settings)) {
      return interpreter.enter(
          () -> definition(interpreter, target.substring(0, dot), target.substring(dot + 1)));
    }
  }

  private static Optional<Inspected.Definition> definition(
      Interpreter interpreter, String module, String name) {
    ModuleSpec spec;
    try {
      spec = interpreter.imports().findSpec(module);
    } catch (ImportException _) {
      return Optional.empty(); // the other way to read the target says why
    }
    String whole = module + "." + name;
    if (spec == null) {
      return Optional.empty();
    }
    boolean isPackage = spec.submoduleSearchLocations() != null;
    if (isPackage && interpreter.imports().findSpec(whole) != null) {
      return Optional.empty();
    }
    if (spec.loader() instanceof ExtensionLoader loader) {
      return loader.readDef(spec).functions().stream()
          .filter(function -> function.name().equals(name))
          .findFirst()
          .map(function ->
              new Inspected.Definition(
                  whole,
                  InspectedModule.line(function),
                  function.place(spec.origin()).orElse(null)));
    }
    return Optional.ofNullable(spec.origin())
        .flatMap(file -> Inspect.placeInScript(file, name))
        .map(place -> new Inspected.Definition(whole, whole, place));
  }

  private Inspected inspect(Interpreter interpreter) {
    Path place = place(target);
    if (place != null && Files.isDirectory(place) && isPath(target)) {
      return ofEntry(interpreter, place, Kind.FOLDER);
    }
    if (place != null && !Files.isDirectory(place) && !Files.isRegularFile(place)) {
      throw new ToolFailure(noFile(place));
    }
    if (place != null && !Files.isDirectory(place)) {
      return target.endsWith(".jar") || target.endsWith(".zip")
          ? ofArchive(interpreter, place)
          : ofFile(place);
    }
    if (target.contains("/")) {
      throw new ToolFailure(noSuchFile(target));
    }
    return ofName(interpreter, target);
  }

  private @Nullable Path place(String target) {
    try {
      Path place = surroundings.folder().resolve(target).normalize();
      if (Files.isSymbolicLink(place) && !Files.exists(place)) {
        throw new ToolFailure(brokenLink(place));
      }
      return Files.exists(place) ? place : null;
    } catch (InvalidPathException _) {
      return null;
    }
  }

  /// A folder has to look like a path: a package may have the same name.
  private static boolean isPath(String target) {
    return target.contains("/") || target.equals(".") || target.equals("..");
  }

  private Inspected ofName(Interpreter interpreter, String name) {
    ModuleSpec spec = interpreter.imports().findSpec(name);
    if (spec == null) {
      throw new ToolFailure(noSuchModule(name));
    }
    InspectedModule module = InspectedModule.of(spec, submodules(interpreter, spec));
    String origin = module.origin();
    return new Inspected(
        origin == null ? name : origin,
        Kind.MODULE,
        spec.hasLocation() && origin != null ? library(Path.of(origin)) : LibrarySummary.NOTHING,
        List.of(
            spec.loader() instanceof ExtensionLoader loader
                ? whole(module, spec, loader)
                : module));
  }

  /// What the file of a module says about itself; nothing for a place inside an archive.
  private static LibrarySummary library(Path file) {
    return Files.isRegularFile(file) ? LibrarySummary.of(file) : LibrarySummary.NOTHING;
  }

  private static @Nullable List<String> submodules(Interpreter interpreter, ModuleSpec spec) {
    List<String> places = spec.submoduleSearchLocations();
    if (places == null) {
      return null;
    }
    TreeSet<String> names = new TreeSet<>();
    for (String place : places) {
      PathEntryFinder finder = finderFor(interpreter, place);
      if (finder != null) {
        names.addAll(finder.namesBeside(spec.name() + ".*"));
      }
    }
    names.removeIf(name -> !name.startsWith(spec.name() + ".") || name.endsWith(".__init__"));
    return List.copyOf(names);
  }

  private static @Nullable PathEntryFinder finderFor(Interpreter interpreter, String entry) {
    for (Function<String, @Nullable PathEntryFinder> hook : interpreter.imports().pathHooks()) {
      PathEntryFinder finder = hook.apply(entry);
      if (finder != null) {
        return finder;
      }
    }
    return null;
  }

  private static Inspected ofArchive(Interpreter interpreter, Path file) {
    try (ZipFile _ = new ZipFile(file.toFile())) {
      Inspected found = ofEntry(interpreter, file, Kind.ARCHIVE);
      List<InspectedModule> modules = new ArrayList<>(found.modules());
      // What is for this platform is found as if it lay beside the rest: it is listed with the
      // others that are built.
      modules.removeIf(module -> PackedModules.isPacked(file, module.origin()));
      modules.addAll(PackedModules.in(file));
      return new Inspected(found.place(), found.kind(), found.library(), modules);
    } catch (IOException e) {
      throw new ToolFailure(Messages.unreadableFile(file, FileProblem.reason(e)));
    }
  }

  private static Inspected ofEntry(Interpreter interpreter, Path place, Kind kind) {
    PathEntryFinder finder = finderFor(interpreter, place.toString());
    if (finder == null) {
      throw new ToolFailure(noEntry(place));
    }
    List<InspectedModule> modules = new ArrayList<>();
    for (String name : new TreeSet<>(finder.namesBeside("*"))) {
      ModuleSpec spec = finder.findSpec(name, null);
      if (spec != null && spec.loader() != null) {
        modules.add(describe(spec, submodules(interpreter, spec)));
      }
    }
    return new Inspected(place.toString(), kind, LibrarySummary.NOTHING, modules);
  }

  /// Reads the descriptors of modules in Java; those of the C libraries of a folder are only
  /// listed.
  private static InspectedModule describe(ModuleSpec spec, @Nullable List<String> submodules) {
    InspectedModule module = InspectedModule.of(spec, submodules);
    return module.kind() == SourceKind.JAVA && spec.loader() instanceof ExtensionLoader loader
        ? read(module, spec, loader)
        : module;
  }

  private static InspectedModule read(
      InspectedModule module, ModuleSpec spec, ExtensionLoader loader) {
    try {
      return whole(module, spec, loader);
    } catch (TenonError e) {
      return module.refusedFor(String.valueOf(e.getMessage()));
    }
  }

  /// The module with its descriptor, which is compared with its code.
  private static InspectedModule whole(
      InspectedModule module, ModuleSpec spec, ExtensionLoader loader) {
    return module.with(loader.readDef(spec), loader.verify(spec), loader.hasDebugInformation());
  }

  /// A library for another machine, whose modules cannot be imported here. Unlike that of a library
  /// for this one its descriptor is not compared with its code.
  private static Inspected ofOther(Path file, String target) throws IOException {
    List<InspectedModule> modules = new ArrayList<>();
    for (ModuleDef def : LibraryDefinitions.ofAnyPlatform(file)) {
      modules.add(
          new InspectedModule(
                  def.name(),
                  SourceKind.NATIVE,
                  file.toString(),
                  target,
                  null,
                  null,
                  null,
                  List.of(),
                  false)
              .with(def, List.of(), false));
    }
    return new Inspected(file.toString(), Kind.FILE, library(file), modules);
  }

  private static Inspected ofFile(Path file) {
    try {
      Optional<String> target = LibraryDefinitions.otherTarget(file);
      return target.isPresent() ? ofOther(file, target.get()) : ofFileOfThisMachine(file);
    } catch (IOException e) {
      throw new ToolFailure(Messages.unreadableFile(file, FileProblem.reason(e)));
    }
  }

  private static Inspected ofFileOfThisMachine(Path file) {
    ModuleFileType type = typeOf(file);
    LibrarySummary library = library(file);
    List<InspectedModule> modules = new ArrayList<>();
    if (type.mayHoldSeveral(String.valueOf(file.getFileName()))) {
      for (String name : modulesIn(type, file)) {
        modules.add(inFile(type, name, file));
      }
      // A file whose exports cannot be read has a fault that its loader knows.
      if (modules.isEmpty() && library.abi().isEmpty() && !library.isLibrary()) {
        modules.add(loaded(type, file));
      }
    } else {
      modules.add(inFile(type, tail(file), file));
    }
    return new Inspected(file.toString(), Kind.FILE, library, modules);
  }

  private static InspectedModule loaded(ModuleFileType type, Path file) {
    String name = tail(file);
    ModuleSpec spec = spec(type, name, file);
    if (spec.loader() instanceof ExtensionLoader loader) {
      return whole(InspectedModule.of(spec, null), spec, loader);
    }
    return InspectedModule.of(spec, null);
  }

  private static InspectedModule inFile(ModuleFileType type, String name, Path file) {
    ModuleSpec spec = spec(type, name, file);
    InspectedModule module = InspectedModule.of(spec, null);
    return spec.loader() instanceof ExtensionLoader loader ? read(module, spec, loader) : module;
  }

  private static ModuleSpec spec(ModuleFileType type, String name, Path file) {
    return ModuleSpec.of(name, type.loaderFor(name, file)).location(file.toString()).build();
  }

  private static Set<String> modulesIn(ModuleFileType type, Path file) {
    try {
      return new TreeSet<>(type.modulesIn(file));
    } catch (IOException e) {
      throw new ToolFailure(Messages.unreadableFile(file, FileProblem.reason(e)));
    }
  }

  private static ModuleFileType typeOf(Path file) {
    return InstalledTypes.find(String.valueOf(file.getFileName()), tail(file))
        .orElseThrow(() -> new ToolFailure(noModuleFile(file)));
  }

  private static String tail(Path file) {
    String name = String.valueOf(file.getFileName());
    String tail = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    return name.endsWith(".so") && tail.startsWith("lib") && tail.length() > 3
        ? tail.substring(3)
        : tail;
  }

  private static String noSuchFile(String file) {
    return "cannot inspect %s: there is no such file".formatted(Escapes.quoted(file));
  }

  private static String noSuchModule(String name) {
    return "cannot inspect %s: it is neither a file nor a module on the path; 'tenon why %s' shows where it was searched"
        .formatted(Escapes.quoted(name), name);
  }

  private static String noModuleFile(Path file) {
    return "cannot inspect %s: no installed type of module files takes it; expected a library, a script, a file NAME.cdef.h, a jar or a folder"
        .formatted(Escapes.quoted(file));
  }

  private static String noFile(Path place) {
    return "cannot inspect %s: it is neither a file nor a folder".formatted(Escapes.quoted(place));
  }

  private static String brokenLink(Path link) {
    return "cannot inspect %s: it is a symbolic link that leads nowhere"
        .formatted(Escapes.quoted(link));
  }

  private static String noEntry(Path place) {
    return "cannot inspect %s: it is neither a folder nor an archive"
        .formatted(Escapes.quoted(place));
  }
}
