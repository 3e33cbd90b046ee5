// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.spi;

import dev.tenon.error.ImportException;
import dev.tenon.error.Phase;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The JVM's permission to call native code. A JVM that was started with
/// `--illegal-native-access=deny` gives it to the modules that `--enable-native-access` names and
/// to no others. Whatever calls a restricted method for the first time does so outside of a static
/// initializer, where a refusal would spoil the class for the life of the process.
public final class NativeAccess {

  private static final String UNNAMED = "ALL-UNNAMED";

  private NativeAccess() {}

  /// The error for a JVM that denies native access; it names the option.
  ///
  /// @param modules all Java modules that need the permission
  public static ImportException denied(Throwable cause, Module... modules) {
    String names =
        Arrays.stream(modules)
            .map(module -> module.isNamed() ? module.getName() : UNNAMED)
            .distinct()
            .collect(Collectors.joining(","));
    ImportException error =
        new ImportException(
            "native modules cannot be used: the JVM denies native access (%s); start Java with --enable-native-access=%s"
                .formatted(cause.getMessage(), names),
            null,
            null,
            Phase.QUERY);
    error.initCause(cause);
    return error;
  }
}
