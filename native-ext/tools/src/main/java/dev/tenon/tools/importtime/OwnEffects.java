// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.importtime;

import dev.tenon.event.PhaseEffects;
import dev.tenon.event.PhaseEffects.Effect;
import dev.tenon.event.PhaseEffects.Kind;
import dev.tenon.input.Escapes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the code of one module did when it was imported, without the modules that it imported.
///
/// @param isComplete whether the watch had room for everything
record OwnEffects(
    long heapBytes, long nativeBytes, long nativeBlocks, boolean isComplete, List<Effect> effects) {

  /// No effects.
  static final OwnEffects NONE = new OwnEffects(0, 0, 0, true, List.of());

  private static final int NO_SUCH = 2;
  private static final int DENIED = 13;
  private static final int EXISTS = 17;
  private static final int REFUSED = 111;

  /// The libraries through which the JVM does what Java code asks for.
  private static final Set<String> OF_JAVA =
      Set.of("", "libjava.so", "libjvm.so", "libnio.so", "libnet.so", "jspawnhelper");

  /// The effects of a phase without those of the phases within it.
  static OwnEffects of(PhaseEffects whole, List<PhaseEffects> inner) {
    Set<Effect> others = new HashSet<>();
    inner.forEach(each -> others.addAll(each.effects()));
    return new OwnEffects(
        whole.heapBytes() - inner.stream().mapToLong(PhaseEffects::heapBytes).sum(),
        whole.nativeBytes() - inner.stream().mapToLong(PhaseEffects::nativeBytes).sum(),
        whole.nativeBlocks() - inner.stream().mapToLong(PhaseEffects::nativeBlocks).sum(),
        whole.isComplete(),
        whole.effects().stream().filter(each -> !others.contains(each)).toList());
  }

  /// The same without the Java heap.
  OwnEffects withoutHeap() {
    return new OwnEffects(0, nativeBytes, nativeBlocks, isComplete, effects);
  }

  /// These and others.
  OwnEffects and(OwnEffects other) {
    List<Effect> both = new ArrayList<>(effects);
    both.addAll(other.effects);
    return new OwnEffects(
        heapBytes + other.heapBytes,
        nativeBytes + other.nativeBytes,
        nativeBlocks + other.nativeBlocks,
        isComplete && other.isComplete,
        both);
  }

  /// Equal effects with how often they happened, in the order of the first of each.
  private Map<Effect, Integer> counted() {
    Map<Effect, Integer> counts = new LinkedHashMap<>();
    effects.forEach(each ->
        counts.merge(
            new Effect(each.kind(), each.subject(), each.library(), each.error(), 0),
            1,
            Integer::sum));
    return counts;
  }

  /// As lines of text.
  String text() {
    StringBuilder text =
        new StringBuilder(
            "%d bytes of Java heap, %d bytes of C heap in %d blocks%s%n"
                .formatted(
                    heapBytes,
                    nativeBytes,
                    nativeBlocks,
                    isComplete ? "" : "; more was done than the watch has room for"));
    counted().forEach((effect, count) -> text.append(line(effect, count)));
    return text.toString();
  }

  private static String line(Effect effect, int count) {
    return "  %-11s %s%s%s[%s]%n"
        .formatted(
            word(effect.kind()),
            effect.subject().isEmpty() ? "" : Escapes.inline(effect.subject()) + "  ",
            effect.error() == 0 ? "" : "(%s)  ".formatted(reason(effect)),
            count == 1 ? "" : "× %d  ".formatted(count),
            Escapes.inline(doer(effect)));
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String doer(Effect effect) {
    return OF_JAVA.contains(effect.library()) ? "Java" : effect.library();
  }

  private static String reason(Effect effect) {
    return switch (effect.error()) {
      case NO_SUCH -> effect.kind() == Kind.ENVIRONMENT ? "not set" : "not found";
      case DENIED -> "permission denied";
      case EXISTS -> "exists already";
      case REFUSED -> "refused";
      default -> "failed, error " + effect.error();
    };
  }

  /// As a plain map.
  Map<String, @Nullable Object> asMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("heap_bytes", heapBytes);
    map.put("c_heap_bytes", nativeBytes);
    map.put("c_heap_blocks", nativeBlocks);
    map.put("complete", isComplete);
    List<Map<String, @Nullable Object>> done = new ArrayList<>();
    counted().forEach((effect, count) -> done.add(asMap(effect, count)));
    map.put("done", done);
    return map;
  }

  private static Map<String, @Nullable Object> asMap(Effect effect, int count) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("kind", word(effect.kind()));
    map.put("subject", effect.subject());
    map.put("by", doer(effect));
    map.put("error", effect.error());
    map.put("count", count);
    return map;
  }
}
