// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Applications that bring Tenon in a class loader of their own, and are deployed again and again.
class RedeployTest {

  private static final int ROUNDS = 50;

  @Test
  void classLoader_whoseInterpretersAreClosed_isCollected() throws Exception {
    assumeThat(NativeWorld.isUnloadable()).isTrue();
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      loaders.add(deployOnce());
    }

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> {
          System.gc();
          assertThat(loaders).allMatch(loader -> loader.get() == null);
        });
  }

  private static WeakReference<ClassLoader> deployOnce() throws Exception {
    URL[] urls =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(RedeployTest::url)
            .toArray(URL[]::new);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(loader);
      Object builder = loader.loadClass("dev.tenon.Interpreter").getMethod("builder").invoke(null);
      builder
          .getClass()
          .getMethod("path", String[].class)
          .invoke(builder, (Object) new String[] {NativeWorld.FIXTURES.toString()});
      try (AutoCloseable interpreter =
          (AutoCloseable) builder.getClass().getMethod("build").invoke(builder)) {
        Object module =
            interpreter
                .getClass()
                .getMethod("importModule", String.class)
                .invoke(interpreter, "free_threads");
        assertThat(module.toString()).contains("free_threads");
      }
      return new WeakReference<>(loader);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(entry, e);
    }
  }
}
