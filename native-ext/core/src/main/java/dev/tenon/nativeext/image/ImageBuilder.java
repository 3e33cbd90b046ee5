// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import dev.tenon.error.Diagnosis;
import dev.tenon.input.ArchiveFiles;
import dev.tenon.input.FileStamp;
import dev.tenon.nativeext.bridge.LinkFailure;
import dev.tenon.nativeext.bridge.NativeHost;
import dev.tenon.nativeext.elf.ElfCopy;
import dev.tenon.nativeext.elf.ElfDynamic;
import dev.tenon.pins.Pins;
import dev.tenon.spi.ModuleOwner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Makes one private image: copies the libraries that are private with it, from the last one needed
/// to the library itself, and lets each ask for the copies of the others.
final class ImageBuilder {

  private final ModuleOwner owner;
  private final LibraryNames names;
  private final @Nullable Pins pins;
  private String hash = "";
  private final HostImages images;
  private final List<ImageCopy> copies = new ArrayList<>();
  private final Map<Path, String> places = new HashMap<>();
  private final List<Path> underWay = new ArrayList<>();
  private final Set<String> needed = new TreeSet<>();

  /// @param names the libraries that are private with it, besides those that the interpreter wants
  ImageBuilder(ModuleOwner owner, LibraryNames names) {
    this.owner = owner;
    this.images = HostImages.of(NativeHost.of(owner));
    this.names = names;
    this.pins = owner.pins();
  }

  /// The image of a library.
  ///
  /// @throws IOException if a file cannot be read or is damaged
  /// @throws LinkFailure if it cannot be mapped; nothing stays mapped
  PrivateImage build(Path file) throws IOException, LinkFailure {
    boolean isDone = false;
    images.lingering().unmapUnused();
    try {
      String _ = copy(file.toRealPath(), file);
      List<String> unmatched = names.unmatchedBy(needed);
      if (!unmatched.isEmpty()) {
        throw new LinkFailure(
            "%s is to be private with it, but it was linked with %s"
                .formatted(String.join(", ", unmatched), String.join(", ", needed)));
      }
      isDone = true;
      return new PrivateImage(owner, images.lingering(), copies);
    } finally {
      if (!isDone) {
        copies.reversed().forEach(copy -> copy.unmap(images.calls()));
      }
    }
  }

  /// Copies a library.
  ///
  /// @param shown the name of the file in reports
  /// @return what the dynamic linker knows the copy as
  private String copy(Path file, Path shown) throws IOException, LinkFailure {
    String known = places.get(file);
    if (known != null) {
      return known;
    }
    if (underWay.contains(file)) {
      throw new LinkFailure(
          "%s needs itself by way of %s; libraries that need each other cannot be private"
              .formatted(file, underWay.getLast()));
    }
    underWay.add(file);
    Path folder = Objects.requireNonNull(file.getParent(), "a file lies in a folder");
    ImageFiles.Mapped mapped;
    String name = String.valueOf(file.getFileName());
    try (LibraryCopy copy = LibraryCopy.of(images.calls(), file, FileStamp.of(file), name)) {
      admit(shown, copy.hash());
      Optional<Diagnosis> fault = copy.findFault();
      if (fault.isPresent()) {
        throw new LinkFailure("%s: %s".formatted(ArchiveFiles.shown(file), fault.get().found()));
      }
      ElfDynamic elf = new ElfDynamic(copy.bytes());
      Map<String, String> others = copyNeeded(elf, file, folder);
      others.putAll(
          SharedImages.ofProcess().placesOfNeeded(elf, file, Set.copyOf(others.keySet())));
      ElfCopy changed = new ElfCopy(elf, copy::enlarge);
      if (pins != null) {
        boolean _ = changed.keepPathToItself();
      }
      changed.makePrivate(ArchiveFiles.shown(folder).toString(), others, images.areWatched());
      mapped = images.files().map(ArchiveFiles.shown(file), copy);
    }
    Path reported = ArchiveFiles.shown(shown);
    long former = images.calls().nameLibrary(mapped.handle(), ImageCalls.reportName(reported), 0);
    copies.add(new ImageCopy(reported, mapped.handle(), former));
    places.put(file, mapped.name());
    underWay.removeLast();
    return mapped.name();
  }

  /// Libraries of the system need not be listed; a library that an image is asked for of has to be.
  private void admit(Path library, String sha256) throws IOException {
    if (underWay.size() == 1) {
      hash = sha256;
    }
    if (pins != null && (underWay.size() == 1 || !SystemLibraries.contain(library))) {
      pins.admitRead(library, sha256);
    }
  }

  /// SHA-256 of the library that the image was made of.
  String hash() {
    return hash;
  }

  /// With pins the dynamic linker is not asked, which would run code of what it finds.
  private Optional<Path> find(DependencySearch search, String name) {
    return pins == null
        ? search.find(name)
        : search.findByPath(name).or(() -> SystemLibraries.find(name));
  }

  private Map<String, String> copyNeeded(ElfDynamic elf, Path file, Path folder)
      throws IOException, LinkFailure {
    Map<String, String> others = new HashMap<>();
    for (String name : elf.texts(ElfDynamic.NEEDED)) {
      needed.add(name);
      boolean isWanted = names.match(name) || owner.wantsPrivateLibrary(name);
      if (isWanted && !LibraryNames.isOfProcess(name)) {
        Path found =
            find(new DependencySearch(elf, folder), name)
                .orElseThrow(() ->
                    new LinkFailure(
                        "%s needs %s, which is not found"
                            .formatted(ArchiveFiles.shown(file), name)));
        others.put(name, copy(found.toRealPath(), found));
      }
    }
    return others;
  }
}
