// SPDX-License-Identifier: Apache-2.0
package dev.tenon.effects;

import dev.tenon.event.PhaseEffects.Effect;
import dev.tenon.event.PhaseEffects.Kind;
import java.lang.reflect.Field;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Notes which environment variables Java code reads. The JVM copies them when it starts, so no
/// library sees that. It needs `--add-opens java.base/java.util=ALL-UNNAMED` or the like.
final class EnvironmentWatch {

  private static final int MOST = 1 << 16;

  /// Effects of the effects watch are numbered from 0 upwards.
  private final List<Read> reads = new ArrayList<>();

  private record Read(Thread thread, EffectsFile.Timed what) {}

  private EnvironmentWatch() {}

  /// Puts itself between the JVM's copy of the environment and its readers.
  ///
  /// @throws IllegalStateException if the JVM does not let it
  static EnvironmentWatch install() {
    EnvironmentWatch watch = new EnvironmentWatch();
    Map<String, String> shown = System.getenv();
    try {
      Field behind = shown.getClass().getDeclaredField("m");
      behind.setAccessible(true);
      @SuppressWarnings("unchecked") // the map that the shown one is a view of
      Map<String, String> variables = (Map<String, String>) behind.get(shown);
      behind.set(shown, watch.new Watched(variables));
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException(
          "cannot watch the environment; start the JVM with --add-opens"
              + " java.base/java.util=ALL-UNNAMED,dev.tenon",
          e);
    }
    return watch;
  }

  private final class Watched extends AbstractMap<String, String> {
    private final Map<String, String> variables;

    Watched(Map<String, String> variables) {
      this.variables = variables;
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
      String value = variables.get(name);
      note(String.valueOf(name), value == null);
      return value;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
      boolean isSet = variables.containsKey(name);
      note(String.valueOf(name), !isSet);
      return isSet;
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
      note("*", false);
      return variables.entrySet();
    }
  }

  private synchronized void note(String name, boolean isMissing) {
    if (reads.size() < MOST) {
      Effect effect = new Effect(Kind.ENVIRONMENT, name, "", isMissing ? 2 : 0, -1L - reads.size());
      reads.add(new Read(Thread.currentThread(), new EffectsFile.Timed(System.nanoTime(), effect)));
    }
  }

  synchronized int size() {
    return reads.size();
  }

  /// What the current thread read between two sizes.
  synchronized List<EffectsFile.Timed> between(int from, int to) {
    return reads.subList(from, to).stream()
        .filter(read -> read.thread() == Thread.currentThread())
        .map(Read::what)
        .toList();
  }
}
