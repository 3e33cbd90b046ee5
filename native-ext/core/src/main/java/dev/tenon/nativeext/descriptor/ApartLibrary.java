// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.descriptor;

import dev.tenon.error.Diagnosis;
import dev.tenon.input.ArchiveFiles;
import dev.tenon.input.Escapes;
import dev.tenon.input.FileBytes;
import dev.tenon.module.ModuleDef;
import dev.tenon.nativeext.bridge.LinkFailure;
import dev.tenon.nativeext.elf.LibraryFile;
import dev.tenon.nativeext.helper.Helper;
import dev.tenon.nativeext.helper.Helpers;
import dev.tenon.pins.Pins;
import dev.tenon.spi.ModuleOwner;
import java.io.IOException;
import java.nio.file.Path;

/// A library that a helper process maps. Its descriptor is read from the file here, so that nothing
/// the process could change is taken for a descriptor.
public final class ApartLibrary {

  private ApartLibrary() {}

  /// Maps the library of a module in the process of its group, and reads its descriptor.
  ///
  /// @throws dev.tenon.error.ExtensionLoadException if the file is no library for this machine, or
  ///   the dynamic linker refuses it
  /// @throws dev.tenon.nativeext.apart.ModuleCrashedError if an initializer of it ends the process
  public static ModuleDef moduleDef(String module, Path file, ModuleOwner owner, String group) {
    requireFile(module, file, owner);
    try (FileBytes bytes = FileBytes.open(file)) {
      ModuleDef _ = LibraryContents.describe(module, file, bytes); // before it is mapped
      Helper helper = Helpers.of(owner).of(group);
      long distance = helper.open(module, file.toAbsolutePath());
      return LibraryContents.describeApart(module, file, bytes, helper, distance);
    } catch (LinkFailure e) {
      throw NativeLibrary.refusedByLinker(module, file, e);
    } catch (IOException e) {
      throw NativeLibrary.refused(module, file, LibraryFile.unreadable(e));
    }
  }

  /// Refuses what only a library that is mapped from a copy can be.
  private static void requireFile(String module, Path file, ModuleOwner owner) {
    Pins pins = owner.pins();
    if (pins != null) {
      throw pins.unverifiable(
          "%s is to be mapped by another process from its file, which may change"
              .formatted(Escapes.quoted(file)),
          "run it in the process of the host");
    }
    if (ArchiveFiles.isInside(file)) {
      throw NativeLibrary.refused(
          module,
          file,
          new Diagnosis(
              "it lies in an archive and is to be mapped by another process",
              "a library on disk",
              "unpack the archive, or run the module in the process of the host"));
    }
  }
}
