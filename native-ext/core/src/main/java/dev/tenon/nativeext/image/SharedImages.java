// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import dev.tenon.error.Diagnosis;
import dev.tenon.input.ArchiveFiles;
import dev.tenon.input.Escapes;
import dev.tenon.input.FileStamp;
import dev.tenon.nativeext.bridge.LinkFailure;
import dev.tenon.nativeext.bridge.NativeHost;
import dev.tenon.nativeext.elf.ElfCopy;
import dev.tenon.nativeext.elf.ElfDynamic;
import dev.tenon.pins.Pins;
import dev.tenon.spi.ModuleOwner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The libraries that are mapped once for the process, each from a copy of its bytes that nobody
/// else can change. A file is read again when its stamp is not the one that it was read with; if
/// its bytes and the libraries that it needs are the same, so is the image. Any thread may use it.
///
/// Libraries that one of them needs are mapped so, too, if they are found by its own search path or
/// `LD_LIBRARY_PATH` and do not belong to the system.
public final class SharedImages {

  private static final SharedImages OF_PROCESS = new SharedImages();

  /// Whether all libraries are mapped from their own files, for tools that have to find them there.
  public static final boolean ARE_OFF = "direct".equals(System.getProperty("tenon.images", ""));

  /// Whether what shared images register with the system goes through the host library. Where it
  /// does not, they stay mapped.
  private static final boolean ARE_WATCHED =
      !"off".equals(System.getProperty("tenon.images.watch", ""));

  /// Stands for a search path that is not handed down, among the libraries that an image needs.
  private static final String OWN_PATH = "RUNPATH";

  private final Map<FileStamp, SharedImage> byStamp = new ConcurrentHashMap<>();
  private final Map<Content, SharedImage> byContent = new HashMap<>();
  private final Map<Path, SharedImage> newest = new HashMap<>();
  private final Map<Long, SharedImage> handles = new ConcurrentHashMap<>();

  /// The handles of images all needed libraries of which were found as pins ask for.
  private final Set<Long> strict = ConcurrentHashMap.newKeySet();

  /// What may have lost its last user while somebody had the lock.
  private final Queue<SharedImage> unused = new ConcurrentLinkedQueue<>();

  private final Deque<Path> underWay = new ArrayDeque<>();

  /// Constructors of libraries run under it, so that a thread may enter it again.
  private final ReentrantLock lock = new ReentrantLock();

  /// What makes two libraries one.
  ///
  /// @param needed the places of the images that it needs
  private record Content(Path file, String hash, List<String> needed) {
    /// Written out, because to link the generated one takes longer than to map a library.
    @Override
    public int hashCode() {
      return hash.hashCode() * 31 + file.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Content same
          && hash.equals(same.hash)
          && file.equals(same.file)
          && needed.equals(same.needed);
    }
  }

  /// A library cannot be mapped as it is.
  public static final class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Diagnosis fault;

    DamagedException(Diagnosis fault) {
      super(fault.found());
      this.fault = fault;
    }

    public Diagnosis fault() {
      return fault;
    }
  }

  /// Announces the mapping of a library, which runs its initializers.
  @FunctionalInterface
  public interface Mapping {
    /// Runs it.
    ImageFiles.Mapped run(Step step) throws LinkFailure;

    /// What maps the library.
    @FunctionalInterface
    interface Step {
      ImageFiles.Mapped map() throws LinkFailure;
    }
  }

  public static SharedImages ofProcess() {
    return OF_PROCESS;
  }

  /// Whether a file belongs to the system: it is replaced by package managers, which do not write
  /// into files that are in use.
  static boolean isOfSystem(Path file) throws IOException {
    return SystemLibraries.contain(file);
  }

  /// The image of a library as it is now; mapped, if it is not yet. The caller uses it and ends
  /// that with [SharedImage#leave].
  ///
  /// @param mapping is notified when it is mapped
  /// @throws IOException if it cannot be read
  /// @throws DamagedException if it cannot be mapped as it is
  /// @throws LinkFailure if the dynamic linker refuses it
  public SharedImage open(Path file, Mapping mapping)
      throws IOException, DamagedException, LinkFailure {
    FileStamp seen = FileStamp.of(file);
    Pins pins = ModuleOwner.currentPins();
    SharedImage known = current(seen, pins);
    if (known != null && known.tryEnter()) {
      return admitEntered(pins, file, known);
    }
    lock.lock();
    try {
      SharedImage image = read(file, seen, pins, mapping).image();
      if (!image.tryEnter()) {
        throw new IllegalStateException("an image was unmapped under the lock");
      }
      return image;
    } finally {
      lock.unlock();
      endUnused();
    }
  }

  private static SharedImage admitEntered(@Nullable Pins pins, Path file, SharedImage known) {
    boolean isAdmitted = false;
    try {
      admit(pins, file, known);
      isAdmitted = true;
      return known;
    } finally {
      if (!isAdmitted) {
        known.leave();
      }
    }
  }

  /// Unmaps an image that nobody uses or wants, unless that has changed meanwhile.
  void end(SharedImage image) {
    unused.add(image);
    endUnused();
  }

  /// Who has the lock maps something, and comes here afterwards: nobody waits for it, who may wait
  /// for somebody.
  private void endUnused() {
    while (!unused.isEmpty() && !lock.isHeldByCurrentThread() && lock.tryLock()) {
      List<SharedImage> ended = new ArrayList<>();
      try {
        for (SharedImage image = unused.poll(); image != null; image = unused.poll()) {
          if (image.seal()) {
            forget(image);
            ended.add(image);
          }
        }
      } finally {
        lock.unlock();
      }
      unmapAll(ended);
    }
  }

  /// A warning listener may raise: the others go all the same.
  private void unmapAll(List<SharedImage> ended) {
    RuntimeException failure = null;
    for (SharedImage image : ended) {
      try {
        unmap(image);
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void forget(SharedImage image) {
    byStamp.values().removeIf(each -> each == image);
    byContent.values().removeIf(each -> each == image);
    newest.remove(image.file(), image);
    strict.remove(image.handle());
  }

  /// What the image needs goes after it, when it is really gone.
  private void unmap(SharedImage image) {
    HostImages.of(NativeHost.get())
        .lingering()
        .unmapOrKeep(
            List.of(
                new ImageCopy(
                    image.file(),
                    image.handle(),
                    image.former(),
                    () -> {
                      boolean _ = handles.remove(image.handle(), image);
                      image.needed().forEach(SharedImages::endNeeded);
                    })),
            (_, reason) -> image.report(reason));
  }

  private static void endNeeded(SharedImage.Needed needed) {
    needed.image().unwant(_ -> {});
    needed.image().leave();
  }

  /// The libraries that a private image shares with the process and that are mapped from copies:
  /// what it is to need by the names that it has for them. They stay mapped until the process ends.
  ///
  /// @param elf the library of the image
  /// @param file where it lies
  /// @param copied the names of those that are private with it
  /// @throws LinkFailure if one of them cannot be mapped
  Map<String, String> placesOfNeeded(ElfDynamic elf, Path file, Set<String> copied)
      throws IOException, LinkFailure {
    lock.lock();
    try {
      Pins pins = ModuleOwner.currentPins();
      Map<String, SharedImage.Needed> needed = needed(elf, file, file.toRealPath(), copied, pins);
      needed.values().forEach(each -> each.image().keep());
      Map<String, String> places = places(needed);
      if (pins != null) {
        addPlacesOfSystem(elf, file, copied, places, pins);
      }
      return places;
    } finally {
      lock.unlock();
      endUnused();
    }
  }

  private @Nullable SharedImage current(FileStamp stamp, @Nullable Pins pins) {
    SharedImage known = byStamp.get(stamp);
    return known != null
            && (pins == null || strict.contains(known.handle()))
            && known.hasCurrentNeeded()
        ? known
        : null;
  }

  /// Has the bytes admitted that an image and those that it needs were made from.
  private static void admit(@Nullable Pins pins, Path file, SharedImage image) {
    if (pins != null) {
      pins.admitRead(file, image.hash());
      image.needed().forEach(each -> admit(pins, ArchiveFiles.resolve(each.file()), each.image()));
    }
  }

  private static Map<String, String> places(Map<String, SharedImage.Needed> needed) {
    Map<String, String> places = new LinkedHashMap<>();
    needed.forEach((name, each) -> places.put(name, each.image().place()));
    return places;
  }

  private SharedImage.Needed read(Path file, FileStamp seen, @Nullable Pins pins, Mapping mapping)
      throws IOException, DamagedException, LinkFailure {
    SharedImage known = current(seen, pins); // another thread may have been faster
    if (known != null) {
      admit(pins, file, known);
      return new SharedImage.Needed(ArchiveFiles.shown(file), seen, known);
    }
    Path real = file.toRealPath();
    ImageCalls calls = HostImages.of(NativeHost.get()).calls();
    underWay.push(real);
    try (LibraryCopy copy =
        LibraryCopy.of(calls, file, seen, ArchiveFiles.shown(real).toString())) {
      long read = System.currentTimeMillis();
      if (pins != null) {
        pins.admitRead(file, copy.hash());
      }
      Optional<Diagnosis> fault = copy.findFault();
      if (fault.isPresent()) {
        throw new DamagedException(fault.get());
      }
      SharedImage image = image(file, real, copy, pins, mapping);
      if (copy.stamp().isAtRest(read)) {
        byStamp.put(copy.stamp(), image);
      }
      return new SharedImage.Needed(ArchiveFiles.shown(file), copy.stamp(), image);
    } finally {
      underWay.pop();
    }
  }

  private SharedImage image(
      Path file, Path real, LibraryCopy copy, @Nullable Pins pins, Mapping mapping)
      throws IOException, DamagedException, LinkFailure {
    ElfDynamic elf = new ElfDynamic(copy.bytes());
    Map<String, SharedImage.Needed> needed = needed(elf, file, real, Set.of(), pins);
    Map<String, String> names = places(needed);
    List<String> places = new ArrayList<>(names.values());
    ElfCopy changed = new ElfCopy(elf, copy::enlarge);
    if (pins != null) {
      addPlacesOfSystem(elf, file, Set.of(), names, pins);
      places = new ArrayList<>(names.values());
      if (changed.keepPathToItself()) {
        places.add(OWN_PATH);
      }
    }
    Content content = new Content(ArchiveFiles.shown(real), copy.hash(), places);
    SharedImage known = byContent.get(content);
    if (known == null) {
      known = map(file, content, copy, changed, List.copyOf(needed.values()), names, mapping);
      byContent.put(content, known);
      handles.put(known.handle(), known);
    }
    if (pins != null) {
      strict.add(known.handle());
    }
    return known;
  }

  /// Names the files of libraries that are not mapped from copies, so that the dynamic linker does
  /// not search for them: somebody could put another file into its way.
  ///
  /// @param names the libraries that have other names already, and get these
  private void addPlacesOfSystem(
      ElfDynamic elf, Path file, Set<String> except, Map<String, String> names, Pins pins)
      throws IOException {
    for (String name : elf.texts(ElfDynamic.NEEDED)) {
      if (!names.containsKey(name) && !except.contains(name) && !isLoadedForAll(name)) {
        Path found =
            SystemLibraries.find(name)
                .orElseThrow(() ->
                    pins.unverifiable(
                        "%s needs %s, which is neither mapped from a copy nor a library of the system"
                            .formatted(
                                Escapes.quoted(ArchiveFiles.shown(file)), Escapes.quoted(name)),
                        "put it beside the library, and let that find it by the RPATH $ORIGIN"));
        names.put(name, found.toString());
      }
    }
  }

  /// Whether the process has a library already, from the system or from whoever started it.
  private boolean isLoadedForAll(String name) {
    NativeHost host = NativeHost.get();
    long handle = HostImages.of(host).calls().loaded(name);
    return handle != 0
        && !isOwn(handle)
        && (LibraryNames.isOfProcess(name)
            || host.fileOf(handle).filter(SharedImages::isFileOfSystem).isPresent());
  }

  private static boolean isFileOfSystem(Path file) {
    try {
      return SystemLibraries.contain(file);
    } catch (IOException _) {
      return false;
    }
  }

  private SharedImage map(
      Path file,
      Content content,
      LibraryCopy copy,
      ElfCopy changed,
      List<SharedImage.Needed> needed,
      Map<String, String> names,
      Mapping mapping)
      throws IOException, LinkFailure {
    HostImages images = HostImages.of(NativeHost.get());
    Path shown = ArchiveFiles.shown(file);
    boolean canBeUnmapped =
        changed.makeShared(
            List.of(
                folderOf(shown.toAbsolutePath()).toString(), folderOf(content.file()).toString()),
            names,
            () -> ARE_WATCHED && images.areWatched());
    ImageFiles.Mapped mapped = mapping.run(() -> images.files().map(shown, copy));
    long former = images.calls().nameLibrary(mapped.handle(), content.file().toString(), 0);
    SharedImage image = new SharedImage(content.file(), content.hash(), mapped, needed, former);
    if (!canBeUnmapped) {
      image.keep();
    }
    supersede(images.calls(), image);
    return image;
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.getParent(), "a file lies in a folder");
  }

  /// Lets reports name the file of an image. The dynamic linker takes the name for that of the
  /// file, which is right for the newest image only. An earlier one goes with its last user.
  private void supersede(ImageCalls calls, SharedImage image) {
    SharedImage earlier = newest.put(image.file(), image);
    if (earlier != null) {
      long _ =
          calls.nameLibrary(
              earlier.handle(), ImageCalls.reportName(earlier.file()), earlier.former());
      earlier.unwant(_ -> {});
    }
  }

  /// The libraries that one needs and that are mapped from copies, by the names that it has for
  /// them. Libraries that need each other cannot be: one of them is found by the dynamic linker.
  private Map<String, SharedImage.Needed> needed(
      ElfDynamic elf, Path file, Path real, Set<String> except, @Nullable Pins pins)
      throws IOException, LinkFailure {
    Map<String, SharedImage.Needed> needed = new LinkedHashMap<>();
    for (String name : elf.texts(ElfDynamic.NEEDED)) {
      Optional<Path> found = Optional.empty();
      if (!except.contains(name) && !LibraryNames.isOfProcess(name)) {
        found = findNeeded(elf, name, foldersOf(file, real));
      }
      if (found.isPresent() && isToBeCopied(name, found.get())) {
        needed.put(name, readNeeded(found.get(), file, pins));
      }
    }
    return needed;
  }

  /// The folders in which a library looks for those beside it.
  ///
  /// @param real the file without symbolic links
  static List<Path> foldersOf(Path file, Path real) {
    return Stream.of(file.toAbsolutePath(), real).map(SharedImages::folderOf).distinct().toList();
  }

  private boolean isToBeCopied(String name, Path library) throws IOException {
    return !isOfSystem(library)
        && !isLoadedByOthers(name, library)
        && !underWay.contains(library.toRealPath());
  }

  /// A library that another one finds by its own search path.
  static Optional<Path> findNeeded(ElfDynamic elf, String name, List<Path> folders)
      throws IOException {
    for (Path folder : folders) {
      Optional<Path> found = new DependencySearch(elf, folder).findByPath(name);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private SharedImage.Needed readNeeded(Path library, Path by, @Nullable Pins pins)
      throws LinkFailure, IOException {
    try {
      return read(library, FileStamp.of(library), pins, Mapping.Step::map);
    } catch (DamagedException e) {
      throw new LinkFailure(
          "%s, which %s needs: %s"
              .formatted(ArchiveFiles.shown(library), ArchiveFiles.shown(by), e.getMessage()));
    }
  }

  /// Whether somebody else has mapped this very file, which the dynamic linker would take.
  private boolean isLoadedByOthers(String name, Path library) throws IOException {
    NativeHost host = NativeHost.get();
    long handle = HostImages.of(host).calls().loaded(name);
    Optional<Path> loaded =
        handle == 0 || isOwn(handle) ? Optional.empty() : host.fileOf(handle).filter(Files::exists);
    return loaded.isPresent() && Files.isSameFile(loaded.get(), library);
  }

  /// Whether a handle is that of one of these images.
  boolean isOwn(long handle) {
    return handles.containsKey(handle);
  }
}
