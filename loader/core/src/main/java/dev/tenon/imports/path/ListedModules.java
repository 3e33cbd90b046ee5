// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.path;

import dev.tenon.input.ArchiveFiles;
import dev.tenon.input.FileStamp;
import dev.tenon.input.Limit;
import dev.tenon.search.ModuleFileType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The modules that the files of a folder hold beside those they are named after. Of two files that
/// hold a module of one name the first in the order of types and file names counts.
///
/// @param listing the listing of the folder that this was made from
/// @param files what was read, by file name
/// @param byTail the files that count, by the last part of the module's name
/// @param unread the files that were not read, because together they are beyond a [Limit]
public record ListedModules(
    FolderListing listing,
    Map<String, Content> files,
    Map<String, Place> byTail,
    List<String> unread) {

  private static final long MEBIBYTE = 1 << 20;

  static final ListedModules NONE =
      new ListedModules(FolderListing.NONE, Map.of(), Map.of(), List.of());

  /// What a file held when it was read.
  record Content(FileStamp stamp, Set<String> tails) {}

  /// A file that holds a module.
  ///
  /// @param hidden the files that hold a module of the same name and do not count
  record Place(ModuleFileType type, String fileName, List<String> hidden) {
    private Place hiding(String other) {
      List<String> all = new ArrayList<>(hidden);
      all.add(other);
      return new Place(type, fileName, List.copyOf(all));
    }
  }

  /// This, if it was made from the listing, else a new one that reads only the files that are not
  /// as they were.
  ListedModules refreshed(FolderListing now, EntryFolder folder, List<ModuleFileType> types) {
    if (now == listing) {
      return this;
    }
    Map<String, Content> contents = new HashMap<>();
    Map<String, Place> places = new TreeMap<>();
    Budget budget = new Budget(limit(folder));
    for (ModuleFileType type : types) {
      for (String name : now.names().stream().filter(type::mayHoldSeveral).sorted().toList()) {
        Content content = read(type, name, folder.child(name).path(), budget);
        if (content != null) {
          contents.put(name, content);
          Place place = new Place(type, name, List.of());
          budget
              .modules(name, content.tails())
              .forEach(tail -> places.merge(tail, place, (first, _) -> first.hiding(name)));
        }
      }
    }
    return new ListedModules(
        now, Map.copyOf(contents), Map.copyOf(places), List.copyOf(budget.beyond));
  }

  /// What all libraries of a folder may have together: those in an archive have to be unpacked.
  static Limit limit(EntryFolder folder) {
    return ArchiveFiles.isInside(folder.path()) ? Limit.ARCHIVE_LIBRARIES : Limit.LISTED_LIBRARIES;
  }

  /// What all files of a folder may take together: one of them alone is within its own limits.
  private static final class Budget {
    private long bytes;
    private int modules = Limit.LISTED_MODULES.most();
    private final List<String> beyond = new ArrayList<>();

    Budget(Limit libraries) {
      bytes = libraries.most() * MEBIBYTE;
    }

    boolean takes(String name, long size) {
      boolean fits = size <= bytes && modules > 0;
      if (fits) {
        bytes -= size;
      } else {
        beyond.add(name);
      }
      return fits;
    }

    /// Takes the modules of a file; none of them if they are too many.
    Set<String> modules(String name, Set<String> found) {
      if (found.size() > modules) {
        beyond.add(name);
        return Set.of();
      }
      modules -= found.size();
      return found;
    }
  }

  /// The content of a file, or null for one that cannot be read: it holds nothing that could be
  /// found.
  private @Nullable Content read(ModuleFileType type, String name, Path file, Budget budget) {
    try {
      FileStamp stamp = FileStamp.of(file);
      // To read from a pipe could take for ever.
      if (!stamp.isRegular() || !budget.takes(name, stamp.size())) {
        return null;
      }
      Content known = files.get(name);
      Set<String> found =
          known != null && known.stamp().equals(stamp)
              ? known.tails()
              : Set.copyOf(type.modulesIn(file));
      return new Content(stamp, found);
    } catch (IOException _) {
      return null;
    }
  }

  @Nullable Place find(String tail) {
    return byTail.get(tail);
  }

  /// The files that were looked into, in order.
  Collection<String> fileNames() {
    return new TreeSet<>(files.keySet());
  }

  /// Makes the next refresh look at each file again; those that are as they were are not read.
  ListedModules outdated() {
    return new ListedModules(FolderListing.NONE, files, Map.of(), List.of());
  }
}
