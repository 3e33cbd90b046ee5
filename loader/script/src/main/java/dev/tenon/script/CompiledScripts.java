// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script;

import dev.tenon.input.Sha256;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Compiled scripts by the hash of what they were compiled from. It holds the most recently used
/// ones, softly: memory that runs short takes them. Any thread may use it; two that miss the same
/// script at once both compile it, and one result is kept.
final class CompiledScripts {

  /// How many scripts are kept at most.
  static final int CAPACITY = 512;

  private final Map<String, SoftReference<Object>> byKey;

  CompiledScripts(int capacity) {
    byKey =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, SoftReference<Object>> eldest) {
            return size() > capacity;
          }
        };
  }

  /// The SHA-256 of all that the result of a compilation depends on, in hexadecimal digits.
  static String key(String... parts) {
    MessageDigest digest = Sha256.digest();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /// The compiled script of this key, from memory or else from the compiler.
  Object get(String key, Supplier<Object> compiler) {
    Object known = find(key);
    return known == null ? keep(key, compiler.get()) : known;
  }

  private synchronized @Nullable Object find(String key) {
    SoftReference<Object> reference = byKey.get(key);
    return reference == null ? null : reference.get();
  }

  private synchronized Object keep(String key, Object made) {
    Object other = find(key);
    if (other != null) {
      return other;
    }
    byKey.put(key, new SoftReference<>(made));
    return made;
  }
}
