// SPDX-License-Identifier: Apache-2.0
package dev.tenon.maven;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.maven.plugin.MojoExecutionException;

/**
 * The native modules of jars in a directory of classes.
 *
 * @param classes the directory
 */
record UnpackedModules(Path classes) {

  private static final String MODULES = "META-INF/tenon/";

  /** Copies the modules of a jar into the directory. */
  void add(Path jar) throws MojoExecutionException {
    try (ZipFile archive = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : modulesOf(archive)) {
        Path file = classes.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        try (InputStream module = archive.getInputStream(entry)) {
          Files.copy(module, file, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new MojoExecutionException(
          "cannot copy the modules of %s to %s: %s".formatted(jar, classes, e.getMessage()), e);
    }
  }

  /** Deletes what an earlier build has copied from a jar, if there is one. */
  void delete(Path jar) throws MojoExecutionException {
    if (!Files.exists(jar)) {
      return;
    }
    try (ZipFile archive = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : modulesOf(archive)) {
        Files.deleteIfExists(classes.resolve(entry.getName()));
      }
    } catch (IOException e) {
      throw new MojoExecutionException(
          "cannot delete the modules of an earlier build in %s: %s; run mvn clean"
              .formatted(classes, e.getMessage()),
          e);
    }
  }

  private static List<ZipEntry> modulesOf(ZipFile archive) {
    return archive.stream()
        .map(ZipEntry.class::cast)
        .filter(entry -> entry.getName().startsWith(MODULES) && !entry.isDirectory())
        .toList();
  }
}
