package dev.tenon.imports;

import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the modules in a jar or zip file on the path: first those in Java that it publishes, then
/// the files in it whose types can be loaded from within an archive.
final class JarFinder implements PathEntryFinder {

  private final Archive archive;
  private @Nullable PathEntryFinder files;

  private JarFinder(Archive archive) {
    this.archive = archive;
  }

  /// A path hook for archives and folders in archives.
  static @Nullable PathEntryFinder finderFor(String entry, LinkGuard guard) {
    ArchiveEntry place = ArchiveEntry.find(entry);
    if (place == null) {
      return null;
    }
    EntryFolder folder = place.folder();
    return folder == null
        ? new JarFinder(place.archive())
        : new DirectoryFinder(folder, ModuleFileTypes.inArchives(), guard);
  }

  @Override
  public @Nullable ModuleSpec findSpec(String name, @Nullable ModuleObject target) {
    ProvidedModules modules = archive.modules(name);
    ModuleSpec.Builder spec = modules.findSpec(name);
    if (spec == null) {
      return findFile(name, target);
    }
    spec.location(archive.place());
    return modules.isPackage(name) ? spec.asPackage(archive.place()).build() : spec.build();
  }

  private @Nullable ModuleSpec findFile(String name, @Nullable ModuleObject target) {
    boolean isPlugIn = !archive.modules(name).names().isEmpty();
    if (isPlugIn && ModuleFileTypes.inArchives().isEmpty()) {
      return null;
    }
    ModuleSpec spec = files().findSpec(name, target);
    // The folders of a plug-in are Java packages, not portions of namespace packages.
    return spec != null && spec.loader() == null && isPlugIn ? null : spec;
  }

  /// The finder for the files in it. One for an archive that cannot be read finds nothing and says
  /// why.
  private synchronized PathEntryFinder files() {
    if (files == null) {
      try {
        files = new DirectoryFinder(archive.root(), ModuleFileTypes.inArchives(), LinkGuard.none());
      } catch (IOException e) {
        files = new Unreadable("cannot be read as an archive: " + e.getMessage());
      }
    }
    return files;
  }

  private record Unreadable(String reason) implements PathEntryFinder {
    @Override
    public @Nullable ModuleSpec findSpec(String name, @Nullable ModuleObject target) {
      return null;
    }

    @Override
    public String explainMiss(String name) {
      return reason;
    }
  }

  @Override
  public String explainMiss(String name) {
    Collection<String> published = archive.modules(name).names();
    return published.isEmpty()
        ? "publishes no modules; " + files().explainMiss(name)
        : "publishes only " + String.join(", ", published);
  }

  @Override
  public Collection<String> namesBeside(String name) {
    List<String> names = new ArrayList<>(archive.modules(name).names());
    if (names.isEmpty()) {
      names.addAll(files().namesBeside(name));
    }
    return names;
  }

  @Override
  public synchronized void invalidateCaches() {
    if (files != null) {
      files.invalidateCaches();
    }
  }

  @Override
  public String toString() {
    return "JarFinder('" + archive.place() + "')";
  }
}
