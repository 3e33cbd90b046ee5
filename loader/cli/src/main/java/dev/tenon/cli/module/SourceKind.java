// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.module;

import dev.tenon.code.CodeLoader;
import dev.tenon.imports.load.ExtensionLoader;
import dev.tenon.module.ModuleSpec;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a module is made of.
public enum SourceKind {
  /// A C library that exports a descriptor.
  NATIVE,
  /// Classes that publish a descriptor.
  JAVA,
  /// Declarations of a plain C library.
  DECLARATIONS,
  /// Text that runs.
  SCRIPT,
  /// Folders alone.
  NAMESPACE,
  /// Something that only its loader knows.
  OTHER;

  private static final String DECLARATION_SUFFIX = ".cdef.h";

  /// The word for it in the output.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// That of a module that was found.
  public static SourceKind of(ModuleSpec spec) {
    String origin = spec.origin() == null ? "" : spec.origin();
    return switch (spec.loader()) {
      case null -> NAMESPACE;
      case ExtensionLoader _ ->
          origin.endsWith(DECLARATION_SUFFIX) ? DECLARATIONS : isLibrary(origin) ? NATIVE : JAVA;
      case CodeLoader _ -> SCRIPT;
      default -> OTHER;
    };
  }

  /// Where a module that was found comes from; null if its finder does not say so.
  public static @Nullable String origin(ModuleSpec spec) {
    List<String> folders = spec.submoduleSearchLocations();
    return spec.loader() == null && folders != null ? String.join(", ", folders) : spec.origin();
  }

  private static boolean isLibrary(String origin) {
    return Stream.of(".so", ".dylib", ".dll").anyMatch(origin::endsWith);
  }
}
