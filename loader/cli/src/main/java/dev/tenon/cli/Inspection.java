package dev.tenon.cli;

import dev.tenon.Interpreter;
import dev.tenon.error.ImportException;
import dev.tenon.imports.ExtensionLoader;
import dev.tenon.imports.ModuleFileType;
import dev.tenon.module.Loader;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSpec;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// Shows what a module file holds. Descriptors are read as data: no function and no slot of the
/// module runs. The dynamic linker maps a C library, which runs the library's own constructors, if
/// it has some.
final class Inspection {

  private final Surroundings surroundings;
  private final Request.Inspect request;

  Inspection(Surroundings surroundings, Request.Inspect request) {
    this.surroundings = surroundings;
    this.request = request;
  }

  /// The description as text.
  ///
  /// @throws UsageException if the path is wrong
  /// @throws ImportException if there is no such file or module, or it holds no descriptor
  /// @throws Exception what a package raises that the module lies in
  String run() throws Exception {
    try (Interpreter interpreter = ToolInterpreter.open(surroundings, request.settings())) {
      return interpreter.enter(() -> describe(interpreter));
    }
  }

  private String describe(Interpreter interpreter) {
    Path file = file();
    return file == null ? ofName(interpreter, request.target()) : ofFile(file);
  }

  private @Nullable Path file() {
    try {
      Path file = surroundings.folder().resolve(request.target());
      return Files.exists(file) && !Files.isDirectory(file) ? file : null;
    } catch (InvalidPathException _) {
      return null;
    }
  }

  private String ofName(Interpreter interpreter, String name) {
    if (name.contains("/")) {
      throw new ImportException(Messages.noSuchFile(name), name);
    }
    ModuleSpec spec = interpreter.imports().findSpec(name);
    if (spec == null) {
      throw new ImportException(Messages.noSuchModule(name), name);
    }
    if (!(spec.loader() instanceof ExtensionLoader loader)) {
      throw new ImportException(Messages.noDescriptor(name, String.valueOf(spec.loader())), name);
    }
    String origin = spec.origin();
    return text(
        String.valueOf(origin),
        spec.hasLocation() && origin != null ? neededBy(Path.of(origin)) : List.of(),
        List.of(loader.readDef(spec)));
  }

  /// The libraries that a module file needs; none for a place inside an archive.
  private static List<String> neededBy(Path file) {
    return Files.isRegularFile(file) ? LibrarySummary.of(file).needed() : List.of();
  }

  private String ofFile(Path file) {
    LibrarySummary library = LibrarySummary.of(file);
    List<String> names = library.modules();
    List<ModuleDef> defs = new ArrayList<>();
    for (String name : names.isEmpty() ? List.of(tail(file)) : names) {
      defs.add(read(name, file));
    }
    return text(file.toString(), library.needed(), defs);
  }

  private static String tail(Path file) {
    String name = String.valueOf(file.getFileName());
    String tail = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    return tail.startsWith("lib") && tail.length() > 3 ? tail.substring(3) : tail;
  }

  private static ModuleDef read(String name, Path file) {
    for (ModuleFileType type : ServiceLoader.load(ModuleFileType.class)) {
      Loader loader = takes(type, name, file) ? type.loaderFor(name, file) : null;
      if (loader instanceof ExtensionLoader extension) {
        return extension.readDef(ModuleSpec.of(name, loader).location(file.toString()).build());
      }
    }
    throw new ImportException(Messages.noDescriptor(file.toString(), "no installed type"), name);
  }

  /// Whether a file has a suffix of the type; the name before it is another where a library holds
  /// several modules.
  private static boolean takes(ModuleFileType type, String name, Path file) {
    return type.fileNames(name).stream()
        .map(known -> known.substring(known.lastIndexOf('.')))
        .anyMatch(String.valueOf(file.getFileName())::endsWith);
  }

  private String text(String place, List<String> needed, List<ModuleDef> defs) {
    if (request.json()) {
      Map<String, @Nullable Object> all = new LinkedHashMap<>();
      all.put("place", place);
      all.put("needed", needed);
      all.put("modules", defs.stream().map(DescriptorSummary::of).toList());
      return JsonWriter.write(all);
    }
    List<String> lines = new ArrayList<>(List.of(place));
    if (!needed.isEmpty()) {
      lines.add("needs " + String.join(", ", needed));
    }
    defs.forEach(def -> lines.addAll(DescriptorSummary.lines(def)));
    return String.join("\n", lines) + "\n";
  }
}
