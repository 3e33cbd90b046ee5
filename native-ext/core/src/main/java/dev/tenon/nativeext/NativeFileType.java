package dev.tenon.nativeext;

import dev.tenon.imports.ExtensionLoader;
import dev.tenon.imports.ModuleFileType;
import dev.tenon.module.Loader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Makes shared libraries importable: module `b` lies in a folder as `b.tenon-<abi>.so`, `b.so` or
/// `libb.so`, with the suffix of the platform.
public final class NativeFileType implements ModuleFileType {

  private static final String SUFFIX = suffix(System.getProperty("os.name", ""));

  /// For the service loader.
  public NativeFileType() {}

  static String suffix(String system) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return ".dll";
    }
    return name.startsWith("mac") ? ".dylib" : ".so";
  }

  @Override
  public List<String> fileNames(String tail) {
    // Every search comes here: a formatted text would load the locale data of the JVM first.
    return List.of(tail + ".tenon-" + Abi.MAJOR + SUFFIX, tail + SUFFIX, "lib" + tail + SUFFIX);
  }

  @Override
  public Loader loaderFor(String name, Path file) {
    return new ExtensionLoader(
        spec -> NativeLibrary.open(spec.name(), file).moduleDef(spec.name()));
  }

  @Override
  public int rank() {
    return 100;
  }
}
