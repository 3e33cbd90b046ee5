// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.archive;

import dev.tenon.error.ImportException;
import dev.tenon.error.Phase;
import dev.tenon.imports.load.DefSource;
import dev.tenon.imports.load.ExtensionLoader;
import dev.tenon.imports.name.ModuleNames;
import dev.tenon.imports.path.EntryFolder;
import dev.tenon.imports.path.LinkGuard;
import dev.tenon.imports.path.ModuleFileTypes;
import dev.tenon.input.FileProblem;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.pins.Pins;
import dev.tenon.pins.UnpinnedException;
import dev.tenon.search.PathEntryFinder;
import dev.tenon.spi.ModuleOwner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the modules in a jar or zip file on the path, or in a folder of one: first those in Java
/// that the archive publishes, then the files in it whose types can be loaded from within an
/// archive. The contents are those that the archive had when the finder was made; a reload, and an
/// import after caches were invalidated, look whether the file has changed.
public final class JarFinder implements PathEntryFinder {

  private final String entry;
  private final LinkGuard guard;
  private Opened opened;

  /// Whether pins did not admit the archive, which may be put right.
  private volatile boolean isRefused;

  private JarFinder(String entry, LinkGuard guard, ArchiveEntry place) {
    this.entry = entry;
    this.guard = guard;
    opened = new Opened(place.archive(), place.folder());
  }

  /// A path hook for archives and folders in archives.
  public static @Nullable PathEntryFinder finderFor(String entry, LinkGuard guard) {
    ArchiveEntry place = ArchiveEntry.find(entry);
    return place == null ? null : new JarFinder(entry, guard, place);
  }

  private synchronized Opened opened() {
    return opened;
  }

  /// Takes the archive as it is now, if it has changed. What cannot be opened any longer stays as
  /// it was and finds nothing.
  private synchronized void refresh() {
    if (!opened.archive.isOutdated()) {
      return;
    }
    try {
      ArchiveEntry now = ArchiveEntry.find(entry);
      if (now == null) {
        opened.problem = "is not there any longer";
      } else {
        opened = new Opened(now.archive(), now.folder());
      }
    } catch (ImportException e) {
      opened.problem = String.valueOf(e.getMessage());
    }
  }

  @Override
  public @Nullable ModuleSpec findSpec(String name, @Nullable ModuleObject target) {
    if (target != null || isRefused) {
      isRefused = false;
      refresh();
    }
    return opened().findSpec(name, target);
  }

  @Override
  public String explainMiss(String name) {
    return opened().explainMiss(name);
  }

  @Override
  public Collection<String> namesBeside(String name) {
    return opened().namesBeside(name);
  }

  @Override
  public void invalidateCaches() {
    refresh();
    opened().invalidateCaches();
  }

  @Override
  public boolean isConcurrent() {
    return true;
  }

  @Override
  public String toString() {
    return "JarFinder('" + entry + "')";
  }

  /// An archive with certain contents.
  private final class Opened {
    private final Archive archive;
    private final @Nullable EntryFolder folder;
    private @Nullable PlatformFinder files;
    private @Nullable String unreadable;
    private volatile @Nullable String problem;

    /// @param folder null for the archive itself
    Opened(Archive archive, @Nullable EntryFolder folder) {
      this.archive = archive;
      this.folder = folder;
    }

    @Nullable ModuleSpec findSpec(String name, @Nullable ModuleObject target) {
      if (problem != null) {
        return null;
      }
      admit(name);
      DefSource source = folder == null ? archive.modules(name).source(name) : null;
      if (source == null) {
        return findFile(name, target);
      }
      ModuleSpec.Builder spec =
          ModuleSpec.of(name, new ExtensionLoader(source)).location(archive.place());
      return archive.modules(name).isPackage(name)
          ? spec.asPackage(archive.place()).build()
          : spec.build();
    }

    private @Nullable ModuleSpec findFile(String name, @Nullable ModuleObject target) {
      boolean isPlugIn = !published(name).isEmpty();
      if (isPlugIn && ModuleFileTypes.inArchives().isEmpty()) {
        return null;
      }
      PlatformFinder files = files();
      if (files == null) {
        return null;
      }
      String parent = folder == null ? ModuleNames.parent(name) : "";
      ModuleSpec inPackage = parent.isEmpty() ? null : files.findInPackage(parent, name, target);
      // The folders of a plug-in are Java packages, not portions of namespace packages.
      return inPackage == null ? files.find(name, target, !isPlugIn) : inPackage;
    }

    /// Has the archive admitted before any code of it runs: the search itself runs that of the
    /// providers. All archives that a search comes to are loaded so.
    ///
    /// @throws ImportException if it must not be loaded
    private void admit(String name) {
      Pins pins = ModuleOwner.currentPins();
      if (pins == null) {
        return;
      }
      try {
        archive.admit(pins);
      } catch (UnpinnedException e) {
        isRefused = true;
        throw ModuleOwner.unpinned(name, archive.place(), Phase.FIND, e);
      }
    }

    private Collection<String> published(String name) {
      admit(name);
      return folder == null ? archive.modules(name).names() : List.of();
    }

    /// The finder for the files in it; null if the archive cannot be read.
    private synchronized @Nullable PlatformFinder files() {
      admitFiles();
      if (files == null && unreadable == null) {
        try {
          files =
              PlatformFinder.of(archive.root(), folder, folder == null ? LinkGuard.none() : guard);
        } catch (IOException e) {
          unreadable = "cannot be read as an archive: " + FileProblem.reason(e);
        }
      }
      return files;
    }

    /// Has all files of the archive admitted, whose own bytes were.
    private void admitFiles() {
      Pins pins = ModuleOwner.currentPins();
      try {
        if (pins != null) {
          pins.admitArchive(archive.root().path().getFileSystem());
        }
      } catch (IOException _) {
        // There are none.
      }
    }

    String explainMiss(String name) {
      String reason = problem;
      if (reason != null) {
        return reason;
      }
      Collection<String> published = published(name);
      PlatformFinder files = files();
      String elsewhere = files == null ? null : explainPlatforms(files, name);
      if (elsewhere != null) {
        return elsewhere;
      }
      if (!published.isEmpty()) {
        return "publishes only " + String.join(", ", published);
      }
      String found = files == null ? String.valueOf(unreadable) : files.explainMiss(name);
      return folder == null ? "publishes no modules; " + found : found;
    }

    private @Nullable String explainPlatforms(PlatformFinder files, String name) {
      String parent = folder == null ? ModuleNames.parent(name) : "";
      return parent.isEmpty()
          ? files.explainPlatforms(name)
          : files.explainMissInPackage(parent, name);
    }

    Collection<String> namesBeside(String name) {
      List<String> names = new ArrayList<>(published(name));
      PlatformFinder files = names.isEmpty() ? files() : null;
      if (files != null) {
        names.addAll(files.namesBeside(name));
      }
      return names;
    }

    synchronized void invalidateCaches() {
      if (files != null) {
        files.invalidateCaches();
      }
    }
  }
}
