// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext;

import dev.tenon.error.DescriptorFault;
import dev.tenon.imports.load.DefSource;
import dev.tenon.input.ArchiveFiles;
import dev.tenon.input.FileBytes;
import dev.tenon.input.Sha256;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSpec;
import dev.tenon.nativeext.debug.DebugInformation;
import dev.tenon.nativeext.descriptor.ApartLibrary;
import dev.tenon.nativeext.descriptor.LibraryContents;
import dev.tenon.nativeext.descriptor.NativeLibrary;
import dev.tenon.nativeext.elf.LibraryFile;
import dev.tenon.nativeext.image.ImageManifest;
import dev.tenon.nativeext.image.NeededLibraries;
import dev.tenon.pins.Pins;
import dev.tenon.spi.Defs;
import dev.tenon.spi.ModuleOwner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/// Reads descriptors out of a library.
///
/// @param file the library
record NativeSource(Path file) implements DefSource {

  @Override
  public ModuleDef query(ModuleSpec spec) {
    ModuleOwner owner = ModuleOwner.CURRENT.isBound() ? ModuleOwner.CURRENT.get() : null;
    String group = owner == null ? null : owner.apartGroup(spec.name());
    return owner == null || group == null
        ? library(spec).moduleDef(spec.name())
        : ApartLibrary.moduleDef(spec.name(), file, owner, group);
  }

  private NativeLibrary library(ModuleSpec spec) {
    String name = spec.name();
    ImageManifest manifest = ImageManifest.beside(name, file);
    if (isPrivate(name, manifest)) {
      return NativeLibrary.openPrivate(name, file, ModuleOwner.CURRENT.get(), manifest.libraries());
    }
    return manifest.image() == ImageManifest.Image.DIRECT
        ? NativeLibrary.openDirect(name, file)
        : NativeLibrary.open(name, file);
  }

  @Override
  public List<DescriptorFault> verify(ModuleSpec spec) {
    return library(spec).verify(spec.name());
  }

  @Override
  public boolean hasDebugInformation() {
    try {
      return !DebugInformation.of(file).isEmpty();
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean isPrivate(String name, ImageManifest manifest) {
    return ModuleOwner.CURRENT.isBound()
        && (manifest.image() == ImageManifest.Image.PRIVATE
            || ModuleOwner.CURRENT.get().wantsPrivateImage(name));
  }

  @Override
  public ModuleDef describe(ModuleSpec spec) {
    ModuleDef def = describe(spec.name());
    return isPrivate(spec.name(), ImageManifest.beside(spec.name(), file))
        ? Defs.inPrivateImage(def)
        : def;
  }

  /// Reads the descriptor from the file. With pins the file is read once, so that what was admitted
  /// is what is described.
  private ModuleDef describe(String module) {
    if (!LibraryContents.isSupported(file)) {
      return NativeLibrary.open(module, file).moduleDef(module);
    }
    Pins pins = ModuleOwner.currentPins();
    try (FileBytes bytes = pins == null ? FileBytes.open(file) : FileBytes.readWhole(file)) {
      if (pins != null) {
        pins.admitRead(file, ArchiveFiles.isInside(file) ? "" : Sha256.of(bytes));
      }
      return LibraryContents.describe(module, file, bytes);
    } catch (IOException e) {
      throw NativeLibrary.refused(module, file, LibraryFile.unreadable(e));
    }
  }

  @Override
  public Collection<Path> neededFiles() {
    return LibraryContents.isSupported() && !ArchiveFiles.isInside(file)
        ? NeededLibraries.of(file)
        : List.of();
  }

  @Override
  public boolean isNative() {
    return true;
  }
}
