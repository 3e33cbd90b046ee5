// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.tool;

import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.HeaderReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A library of functions in C that stand for what no call reaches: what `tenon cdef --shim` makes
/// the source of.
///
/// @param source the C file, as its user named it
/// @param prototypes of functions that the user asks for
public record ShimLibrary(String source, List<String> prototypes) {

  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  /// A library.
  public ShimLibrary {
    prototypes = List.copyOf(prototypes);
  }

  /// The name of the library, which lies beside the declarations.
  public String library() {
    String name = source.replaceFirst("^.*/", "").replaceFirst("\\.c$", "");
    return switch (DataModel.current().platform()) {
      case "windows" -> name + ".dll";
      case "macos" -> name + ".dylib";
      default -> name + ".so";
    };
  }

  /// The command that builds it.
  ///
  /// @param libraries the names of the library that it calls, by platform
  public String command(HeaderReader.Flags flags, List<String> packages, List<String> libraries) {
    boolean isLinux = DataModel.current().platform().equals("linux");
    List<String> words = new ArrayList<>();
    words.add(flags.target() == null ? "cc" : flags.target() + "-gcc");
    words.addAll(List.of("-shared", "-fPIC", "-o"));
    words.add(quoted(source.replaceFirst("[^/]*$", "") + library()));
    words.add(quoted(source));
    flags.folders().forEach(each -> words.add(quoted("-I" + each)));
    flags.defines().forEach(each -> words.add(quoted("-D" + each)));
    if (isLinux && !(packages.isEmpty() && libraries.isEmpty())) {
      words.add("-Wl,--no-as-needed");
    }
    if (!packages.isEmpty()) {
      words.add("$(pkg-config --cflags --libs %s)".formatted(String.join(" ", packages)));
    }
    libraries.stream()
        .filter(each -> !isLinux || !each.matches(".*\\.(dll|dylib)"))
        .limit(1)
        .forEach(each -> words.add(quoted(isLinux && each.indexOf('/') < 0 ? "-l:" + each : each)));
    return String.join(" ", words);
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
