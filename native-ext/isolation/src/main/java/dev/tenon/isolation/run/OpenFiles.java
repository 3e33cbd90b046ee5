// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.run;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The descriptors that were opened and not closed.
final class OpenFiles {

  private OpenFiles() {}

  /// How many descriptors of each file there are more than before, without those of the JVM; below
  /// 0 for those that were closed.
  static Map<String, Integer> since(Map<String, Integer> before) {
    Map<String, Integer> more = new LinkedHashMap<>();
    Map<String, Integer> now = ProcessState.files();
    now.forEach((file, count) -> more.merge(file, count, Integer::sum));
    // The JVM opens these when something of it wants chance.
    List.of("/dev/random", "/dev/urandom")
        .forEach(file -> more.computeIfPresent(file, (_, count) -> count - 1));
    before.forEach((file, count) -> more.merge(file, -count, Integer::sum));
    more.entrySet().removeIf(each -> each.getValue() == 0 || isOfJvm(each.getKey()));
    return more;
  }

  private static boolean isOfJvm(String file) {
    return file.endsWith(".jar")
        || file.startsWith(System.getProperty("java.home"))
        || file.startsWith("/proc/")
        || (File.pathSeparator + System.getProperty("java.class.path") + File.pathSeparator)
            .contains(File.pathSeparator + file + File.pathSeparator);
  }
}
