// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.inspect;

import dev.tenon.cli.module.SourceKind;
import dev.tenon.cli.terminal.Messages;
import dev.tenon.cli.terminal.ToolFailure;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.TenonError;
import dev.tenon.imports.load.ExtensionLoader;
import dev.tenon.imports.path.Platform;
import dev.tenon.input.ArchiveFiles;
import dev.tenon.input.FileProblem;
import dev.tenon.input.Limit;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSpec;
import dev.tenon.nativeext.LibraryDefinitions;
import dev.tenon.search.ModuleFileType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The native modules that a jar has below `META-INF/tenon`, for all platforms. Their descriptors
/// are read whatever system and CPU they are for.
final class PackedModules {

  private static final String ROOT = "/META-INF/tenon";

  private final List<InspectedModule> found = new ArrayList<>();
  private final Path root;

  private PackedModules(Path root) {
    this.root = root;
  }

  /// Whether a module comes from the part of a jar that is read here.
  static boolean isPacked(Path jar, @Nullable String origin) {
    return origin != null && origin.startsWith(jar + "!" + ROOT + "/");
  }

  /// Lists the modules, by platform and name.
  ///
  /// @param jar is open: a finder has listed what it has for this platform
  /// @throws ToolFailure if the jar cannot be read
  static List<InspectedModule> in(Path jar) {
    Path root = ArchiveFiles.resolve(Path.of(jar.toAbsolutePath() + "!" + ROOT));
    PackedModules modules = new PackedModules(root);
    try {
      if (ArchiveFiles.isInside(root) && Files.isDirectory(root)) {
        modules.addAll();
      }
      return List.copyOf(modules.found);
    } catch (IOException e) {
      throw new ToolFailure(Messages.unreadableFile(jar, FileProblem.reason(e)));
    } catch (UncheckedIOException e) {
      throw new ToolFailure(Messages.unreadableFile(jar, String.valueOf(e.getMessage())));
    }
  }

  private void addAll() throws IOException {
    List<Path> folders;
    try (Stream<Path> all = Files.list(root)) {
      folders = sorted(all);
    }
    for (Path folder : folders) {
      String name = String.valueOf(folder.getFileName()).replace("/", "");
      Optional<Platform> platform = Platform.named(name);
      if (platform.isPresent() && Files.isDirectory(folder)) {
        addAll(platform.get(), folder);
      }
    }
  }

  private void addAll(Platform platform, Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = sorted(all.filter(Files::isRegularFile));
    }
    for (Path file : files) {
      if (String.valueOf(file.getFileName()).endsWith(platform.suffix())) {
        add(platform, folder, file);
      }
    }
  }

  private static List<Path> sorted(Stream<Path> paths) {
    List<Path> some = paths.limit(Limit.DIRECTORY_ENTRIES.most() + 1L).sorted().toList();
    if (some.size() > Limit.DIRECTORY_ENTRIES.most()) {
      throw new ToolFailure(
          "cannot list %s: it has %s".formatted(ROOT, Limit.DIRECTORY_ENTRIES.exceeded()));
    }
    return some;
  }

  private void add(Platform platform, Path folder, Path file) {
    Path above = folder.relativize(file).getParent();
    String prefix = above == null ? "" : above.toString().replace('/', '.') + ".";
    Path shown = ArchiveFiles.shown(file);
    ModuleFileType type = InstalledTypes.findOfLibraries().orElse(null);
    if (type == null) {
      found.add(listed(prefix + tail(file), shown).on(platform.name()));
      return;
    }
    try {
      Set<String> tails = type.modulesIn(file);
      if (tails.isEmpty()) {
        requireLibrary(file);
      }
      for (String tail : new TreeSet<>(tails)) {
        found.add(read(type, prefix + tail, file).on(platform.name()));
      }
    } catch (IOException e) {
      refused(platform, prefix + tail(file), shown, FileProblem.reason(e));
    } catch (ExtensionLoadException e) {
      refused(platform, prefix + tail(file), shown, String.valueOf(e.getMessage()));
    }
  }

  private void refused(Platform platform, String name, Path shown, String reason) {
    found.add(listed(name, shown).refusedFor(reason).on(platform.name()));
  }

  /// Refuses what only looks as if it exported no module. A whole library without one is there for
  /// the others.
  private static void requireLibrary(Path file) throws IOException {
    List<ModuleDef> _ = LibraryDefinitions.ofAnyPlatform(file);
  }

  /// The last part of the name of the module that a file is taken for by its own name.
  private static String tail(Path file) {
    String name = String.valueOf(file.getFileName());
    String tail = name.substring(0, name.indexOf('.'));
    return tail.startsWith("lib") && tail.length() > 3 ? tail.substring(3) : tail;
  }

  /// Reads a descriptor. Unlike that of a file on disk it is not compared with the code, which may
  /// be that of another CPU.
  private static InspectedModule read(ModuleFileType type, String name, Path file) {
    ModuleSpec spec =
        ModuleSpec.of(name, type.loaderFor(name, file))
            .location(ArchiveFiles.shown(file).toString())
            .build();
    InspectedModule module = InspectedModule.of(spec, null);
    try {
      return spec.loader() instanceof ExtensionLoader loader
          ? module.with(loader.readDef(spec), List.of(), false)
          : module;
    } catch (TenonError e) {
      return module.refusedFor(String.valueOf(e.getMessage()));
    }
  }

  private static InspectedModule listed(String name, Path shown) {
    return new InspectedModule(
        name, SourceKind.NATIVE, shown.toString(), null, null, null, null, List.of(), false);
  }
}
