// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext;

import dev.tenon.imports.load.ExtensionLoader;
import dev.tenon.imports.path.Platform;
import dev.tenon.module.Loader;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.debug.DebugInformation;
import dev.tenon.nativeext.descriptor.LibraryContents;
import dev.tenon.pins.PinnedFileType;
import dev.tenon.value.SourcePlace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes shared libraries importable: module `b` lies in a folder as `b.tenon-<abi>.so`, `b.so` or
/// `libb.so`, with the suffix of the platform, or as one of the modules that any library there
/// exports.
public final class NativeFileType implements PinnedFileType {

  private static final String SUFFIX = Platform.current().suffix();

  /// For the service loader.
  public NativeFileType() {}

  @Override
  public List<String> fileNames(String tail) {
    // Every search comes here: a formatted text would load the locale data of the JVM first.
    return List.of(tail + ".tenon-" + Abi.MAJOR + SUFFIX, tail + SUFFIX, "lib" + tail + SUFFIX);
  }

  @Override
  public Loader loaderFor(String name, Path file) {
    return new ExtensionLoader(new NativeSource(file));
  }

  @Override
  public boolean mayHoldSeveral(String fileName) {
    return fileName.endsWith(SUFFIX);
  }

  @Override
  public Set<String> modulesIn(Path file) throws IOException {
    return LibraryContents.modulesOf(file);
  }

  @Override
  public boolean readsArchives() {
    return LibraryContents.isSupported();
  }

  @Override
  public Optional<SourcePlace> sourceAt(Path file, long offset) {
    try {
      return DebugInformation.of(file).lineOf(offset);
    } catch (IOException _) {
      return Optional.empty(); // a traceback without lines is one still
    }
  }

  @Override
  public int rank() {
    return 100;
  }
}
