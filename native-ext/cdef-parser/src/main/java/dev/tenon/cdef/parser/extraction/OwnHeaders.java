// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.extraction;

import dev.tenon.cdef.parser.compiler.CCompiler;
import dev.tenon.cdef.parser.compiler.PreprocessedText;
import dev.tenon.input.BoundedFile;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Decides which of the headers that are included belong to the package of those that were asked
/// for: what lies in the same directory, and of headers in a directory that all packages share,
/// what they include as their own.
final class OwnHeaders {

  private static final Pattern QUOTED =
      Pattern.compile("^[ \\t]*#[ \\t]*include[ \\t]*\"([^\"\\n]+)\"", Pattern.MULTILINE);
  private static final List<String> STANDARD =
      List.of(
          ("assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal"
               + " stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string"
               + " tgmath threads time uchar wchar wctype aio alloca byteswap cpio dirent dlfcn"
               + " endian err error fcntl fmtmsg fnmatch ftw getopt glob grp iconv ifaddrs langinfo"
               + " libgen libintl link malloc memory monetary mqueue netdb nl_types paths poll"
               + " pthread pty pwd regex sched search semaphore spawn stdio_ext strings syslog tar"
               + " termio termios ucontext ulimit unistd utime utmp utmpx wordexp arpa/inet"
               + " linux/limits net/if netinet/in netinet/tcp sys/epoll sys/eventfd sys/file"
               + " sys/inotify sys/ioctl sys/ipc sys/mman sys/mount sys/msg sys/param sys/poll"
               + " sys/prctl sys/random sys/resource sys/select sys/sem sys/sendfile sys/shm"
               + " sys/signalfd sys/socket sys/stat sys/statvfs sys/syscall sys/sysinfo"
               + " sys/sysmacros sys/time sys/timeb sys/times sys/ttydefaults sys/types sys/uio"
               + " sys/un sys/user sys/utsname sys/vfs sys/wait sys/xattr immintrin x86intrin"
               + " arm_neon arm_acle")
              .split(" "));
  private static final String SEARCH = "#include <...> search starts here:";
  private static final String END = "End of search list.";

  /// The directories of headers that every program shares.
  private final List<Path> shared;

  /// The directories of headers that the user's flags name.
  private final List<Path> given;

  private final Set<String> own = new HashSet<>();
  private final Map<String, Path> real = new HashMap<>();

  private OwnHeaders(List<Path> shared, List<Path> given) {
    this.shared = shared;
    this.given = given;
  }

  /// Finds them.
  ///
  /// @param bare a compiler without the user's flags
  /// @param folders the directories in which the compiler looks with the user's flags
  /// @param requested the files that were asked for
  static OwnHeaders of(
      CCompiler bare, List<Path> folders, Set<Path> requested, PreprocessedText text)
      throws IOException {
    List<Path> shared = searched(bare);
    List<Path> given = new ArrayList<>(folders);
    given.removeAll(shared);
    OwnHeaders headers = new OwnHeaders(shared, given);
    headers.collect(requested, text);
    return headers;
  }

  /// The directories in which a compiler looks for headers.
  static List<Path> searched(CCompiler compiler) throws IOException {
    Path empty = Files.writeString(compiler.folder().resolve("empty.c"), "");
    String said = compiler.run("-E", "-v", empty.toString()).messages();
    List<Path> folders = new ArrayList<>();
    boolean inside = false;
    for (String line : said.lines().toList()) {
      if (line.equals(SEARCH)) {
        inside = true;
      } else if (line.equals(END)) {
        inside = false;
      } else if (inside) {
        folders.add(resolved(Path.of(line.strip().replace(" (framework directory)", ""))));
      }
    }
    return folders;
  }

  private static Path resolved(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException _) {
      return path.toAbsolutePath().normalize();
    }
  }

  private Path real(String file) {
    return real.computeIfAbsent(file, each -> resolved(Path.of(each)));
  }

  private void collect(Set<Path> requested, PreprocessedText text) throws IOException {
    Set<Path> trees = new LinkedHashSet<>();
    Set<String> stems = new HashSet<>();
    Set<Path> files = new HashSet<>();
    for (Path each : requested) {
      Path header = resolved(each);
      files.add(header);
      for (Path folder : List.of(folderOf(header), folderOf(each.toAbsolutePath().normalize()))) {
        if (shared.contains(folder)) {
          stems.add(String.valueOf(header.getFileName()).replaceFirst("\\.h.*$", ""));
        } else {
          addTree(folder, trees);
        }
      }
    }
    for (String file : text.files()) {
      Path path = real(file);
      if (!isFile(file)) {
        continue;
      }
      if (files.contains(path) || trees.stream().anyMatch(path::startsWith)) {
        own.add(file);
      }
    }
    boolean grew = true;
    while (grew) {
      grew = false;
      Set<String> quoted = new HashSet<>();
      for (String file : own) {
        quoted.addAll(quotedIn(real(file)));
      }
      for (String file : text.files()) {
        if (isFile(file) && !own.contains(file) && belongs(file, quoted, stems, text)) {
          own.add(file);
          grew = true;
        }
      }
    }
  }

  /// Compilers name what is in no file `<built-in>`.
  private static boolean isFile(String file) {
    return !file.isEmpty() && !file.startsWith("<");
  }

  private static Path folderOf(Path file) {
    Path folder = file.getParent();
    return folder == null ? file : folder;
  }

  /// The tree of a directory, that of the same name in the other shared directories, and those that
  /// the flags name within a directory of that name: `/usr/lib/glib-2.0/include` belongs to
  /// `/usr/include/glib-2.0`.
  private void addTree(Path folder, Set<Path> trees) {
    trees.add(folder);
    for (Path one : shared) {
      if (folder.startsWith(one)) {
        Path name = one.relativize(folder);
        shared.forEach(other -> trees.add(other.resolve(name)));
        given.stream().filter(each -> isWithin(each, name.getName(0))).forEach(trees::add);
      }
    }
  }

  private static boolean isWithin(Path folder, Path name) {
    for (Path each : folder) {
      if (each.equals(name)) {
        return true;
      }
    }
    return false;
  }

  /// The headers that those of the package include and that are neither theirs nor the system's,
  /// with the header that includes each.
  Map<String, String> others(CCompiler bare, PreprocessedText text) throws IOException {
    Set<String> standard = standard(bare);
    Map<String, String> others = new TreeMap<>();
    for (String file : text.files()) {
      boolean isOther =
          isFile(file)
              && !own.contains(file)
              && !standard.contains(file)
              && !standard.contains(real(file).toString());
      if (isOther) {
        text.includers(file).stream()
            .filter(own::contains)
            .min(Comparator.naturalOrder())
            .ifPresent(includer -> others.put(file, includer));
      }
    }
    return others;
  }

  /// The headers of the compiler and of the C library, with what these include.
  private static Set<String> standard(CCompiler bare) throws IOException {
    StringBuilder text = new StringBuilder("#define _GNU_SOURCE 1\n");
    for (String name : STANDARD) {
      text.append("#if __has_include(<%1$s.h>)\n#include <%1$s.h>\n#endif\n".formatted(name));
    }
    Path source = Files.writeString(bare.folder().resolve("standard.c"), text);
    CCompiler.Result result = bare.run("-E", "-dD", "-w", source.toString());
    return Set.copyOf(PreprocessedText.read(result.output()).files());
  }

  private static List<String> quotedIn(Path file) throws IOException {
    List<String> names = new ArrayList<>();
    if (Files.isRegularFile(file)) {
      Matcher found =
          QUOTED.matcher(
              new String(BoundedFile.read(file, Limit.HEADER), StandardCharsets.ISO_8859_1));
      while (found.find()) {
        names.add(found.group(1));
      }
    }
    return names;
  }

  private boolean belongs(
      String file, Set<String> quoted, Set<String> stems, PreprocessedText text) {
    Path path = real(file);
    Path root = shared.stream().filter(path::startsWith).findFirst().orElse(null);
    if (root == null) {
      return quoted.stream().anyMatch(path::endsWith);
    }
    String name = root.relativize(path).toString();
    boolean isIncluded = text.includers(file).stream().anyMatch(own::contains);
    return isIncluded
        && (quoted.stream().anyMatch(path::endsWith)
            || name.startsWith("bits/")
            || stems.stream().anyMatch(name::startsWith));
  }

  /// Whether a file belongs to the package.
  ///
  /// @param file as the compiler names it
  boolean contains(String file) {
    return own.contains(file);
  }

  /// The files of the package, as the compiler names them.
  Set<String> all() {
    return own;
  }
}
