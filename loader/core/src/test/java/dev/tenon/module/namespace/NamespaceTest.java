// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceTest {

  private final Namespace namespace = new Namespace();

  private static Namespace filled(NameTable table, String... names) {
    Namespace made = new Namespace(table);
    for (String name : names) {
      made.put(name, name);
    }
    return made;
  }

  @Nested
  class AsMap {

    @Test
    void put_newNames_keepInsertionOrder() {
      namespace.put("b", 1L);
      namespace.put("a", 2L);

      assertThat(namespace).containsExactly(entry("b", 1L), entry("a", 2L));
    }

    @Test
    void put_knownName_keepsItsPlaceAndGivesTheOldValue() {
      namespace.put("a", 1L);
      namespace.put("b", 2L);

      assertThat(namespace.put("a", 3L)).isEqualTo(1L);
      assertThat(namespace).containsExactly(entry("a", 3L), entry("b", 2L));
    }

    @Test
    void put_deletedName_comesLast() {
      namespace.put("a", 1L);
      namespace.put("b", 2L);
      namespace.remove("a");
      namespace.put("a", 3L);

      assertThat(namespace).containsExactly(entry("b", 2L), entry("a", 3L));
    }

    @Test
    void put_nullValue_isAPresentNone() {
      namespace.put("none", null);

      assertThat(namespace).containsKey("none").hasSize(1);
      assertThat(namespace.get("none")).isNull();
      assertThat(namespace.getOrDefault("none", "fallback")).isNull();
      assertThat(namespace.getOrDefault("other", "fallback")).isEqualTo("fallback");
    }

    @Test
    void put_nullName_isRefused() {
      assertThatNullPointerException().isThrownBy(() -> namespace.put(null, 1L));
    }

    @Test
    void putIfAbsent_presentNone_stays() {
      namespace.put("none", null);

      assertThat(namespace.putIfAbsent("none", 1L)).isNull();
      assertThat(namespace.get("none")).isNull();
      assertThat(namespace.putIfAbsent("new", 2L)).isNull();
      assertThat(namespace.get("new")).isEqualTo(2L);
      assertThat(namespace.putIfAbsent("new", 3L)).isEqualTo(2L);
    }

    @Test
    void lookups_keyIsNoText_findNothing() {
      Object number = 1;

      assertThat(namespace.get(number)).isNull();
      assertThat(namespace.containsKey(null)).isFalse();
      assertThat(namespace.remove(number)).isNull();
    }

    @Test
    void remove_presentName_givesItsValue() {
      namespace.put("a", 1L);

      assertThat(namespace.remove("a")).isEqualTo(1L);
      assertThat(namespace.remove("a")).isNull();
      assertThat(namespace).isEmpty();
    }

    @Test
    void removeName_tellsWhetherItWasThere() {
      namespace.put("none", null);

      assertThat(namespace.removeName("none")).isTrue();
      assertThat(namespace.removeName("none")).isFalse();
    }

    @Test
    void clear_removesAllAndLeavesItUsable() {
      namespace.put("a", 1L);
      namespace.put("b", 2L);
      namespace.clear();
      namespace.put("b", 3L);

      assertThat(namespace).containsExactly(entry("b", 3L));
    }

    @Test
    void entry_setValue_writesThrough() {
      namespace.put("a", 1L);
      namespace.entrySet().iterator().next().setValue(2L);

      assertThat(namespace.get("a")).isEqualTo(2L);
    }

    @Test
    void iterator_remove_takesTheLastOneOut() {
      namespace.put("a", 1L);
      namespace.put("b", 2L);
      Iterator<String> names = namespace.keySet().iterator();
      names.next();
      names.remove();

      assertThat(namespace).containsExactly(entry("b", 2L));
      assertThatIllegalStateException().isThrownBy(names::remove);
    }

    @Test
    void iterator_atItsEnd_saysSo() {
      assertThatThrownBy(() -> namespace.entrySet().iterator().next())
          .isInstanceOf(NoSuchElementException.class);
    }

    @Test
    @SuppressWarnings("ModifyCollectionInEnhancedForLoop") // that is what is tested
    void iterator_changesWhileItRuns_neverFails() {
      for (int i = 0; i < 50; i++) {
        namespace.put("n" + i, (long) i);
      }
      List<String> seen = new ArrayList<>();
      for (String name : namespace.keySet()) {
        seen.add(name);
        namespace.remove("n" + (seen.size() * 2));
        namespace.put("added" + seen.size(), 0L);
      }

      assertThat(seen).doesNotHaveDuplicates().allMatch(name -> name.startsWith("n"));
      assertThat(seen).contains("n0", "n1", "n3").doesNotContain("n40");
    }

    @Test
    void equals_andHashCode_areThoseOfAMap() {
      namespace.put("a", 1L);
      Map<String, Object> same = Map.of("a", 1L);

      assertThat(namespace).isEqualTo(same).hasSameHashCodeAs(same);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomChanges_giveWhatALinkedMapGives(long seed) {
      Random random = new Random(seed);
      NameTable table = NameTable.ofMany();
      List<Namespace> namespaces = List.of(new Namespace(table), new Namespace(table), namespace);
      List<Map<String, Object>> models =
          List.of(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
      for (int step = 0; step < 5_000; step++) {
        int which = random.nextInt(3);
        String name = "n" + random.nextInt(60);
        Namespace changed = namespaces.get(which);
        Map<String, Object> model = models.get(which);
        if (random.nextInt(100) < 55) {
          assertThat(changed.put(name, step)).isEqualTo(model.put(name, step));
        } else {
          assertThat(changed.remove(name)).isEqualTo(model.remove(name));
        }
        assertThat(changed.size()).isEqualTo(model.size());
      }
      for (int which = 0; which < 3; which++) {
        assertThat(namespaces.get(which).entrySet())
            .containsExactlyElementsOf(models.get(which).entrySet());
      }
    }
  }

  @Nested
  class SharedLayout {

    private final NameTable table = NameTable.ofMany();

    @Test
    void sameOrder_namesAreNotVisibleFromOneToTheOther() {
      Namespace first = filled(table, "a", "b", "c");
      Namespace second = filled(table, "a", "b");

      assertThat(second).containsOnlyKeys("a", "b");
      assertThat(second.containsKey("c")).isFalse();
      assertThat(second.place("c")).isNull();
      second.put("c", "own");
      assertThat(first.get("c")).isEqualTo("c");
      assertThat(second.get("c")).isEqualTo("own");
    }

    @Test
    void otherOrder_leavesTheCommonLayout() {
      filled(table, "a", "b", "c");
      Namespace other = filled(table, "a", "c", "b");

      assertThat(other.keySet()).containsExactly("a", "c", "b");
      assertThat(filled(table, "a", "b", "c").keySet()).containsExactly("a", "b", "c");
    }

    @Test
    void deletionInOne_doesNotReachTheOthers() {
      Namespace first = filled(table, "a", "b", "c");
      Namespace second = filled(table, "a", "b", "c");
      first.remove("b");
      first.put("b", "again");

      assertThat(first.keySet()).containsExactly("a", "c", "b");
      assertThat(second.keySet()).containsExactly("a", "b", "c");
      assertThat(second.get("b")).isEqualTo("b");
    }

    @Test
    void leavingTheLayout_keepsPlacesGood() {
      filled(table, "a", "x");
      Namespace other = filled(table, "a");
      Namespace.Place place = other.place("a");
      other.put("b", "b");
      other.put("a", "changed");

      assertThat(place.read()).isEqualTo("changed");
    }
  }

  @Nested
  class Places {

    @Test
    void place_ofAbsentName_isNone() {
      assertThat(namespace.place("a")).isNull();
    }

    @Test
    void place_seesLaterValues() {
      namespace.put("a", 1L);
      Namespace.Place place = namespace.place("a");
      namespace.put("a", null);

      assertThat(place.read()).isNull();
    }

    @Test
    void place_afterDeletion_asksForALookup() {
      namespace.put("a", 1L);
      Namespace.Place place = namespace.place("a");
      namespace.remove("a");
      namespace.put("a", 2L);

      assertThat(place.read()).isSameAs(Namespace.ABSENT);
    }

    @Test
    void place_afterGrowth_asksForALookup() {
      namespace.put("a", 1L);
      Namespace.Place place = namespace.place("a");
      for (int i = 0; i < 100; i++) {
        namespace.put("n" + i, 0L);
      }
      namespace.put("a", 2L);

      assertThat(place.read()).isSameAs(Namespace.ABSENT);
      assertThat(namespace.place("a").read()).isEqualTo(2L);
    }

    @Test
    void invalidatePlaces_makesAllAskForALookup() {
      namespace.put("a", 1L);
      Namespace.Place place = namespace.place("a");
      namespace.invalidatePlaces();

      assertThat(place.read()).isSameAs(Namespace.ABSENT);
      assertThat(namespace.get("a")).isEqualTo(1L);
    }

    @Test
    void invalidatePlaces_ofAnEmptyNamespace_isHarmless() {
      namespace.invalidatePlaces();
      namespace.put("a", 1L);

      assertThat(namespace).containsExactly(entry("a", 1L));
    }
  }

  @Nested
  class Compaction {

    @Test
    void manyDeletions_keepOrderValuesAndSize() {
      namespace.put("first", "first");
      for (int i = 0; i < 10_000; i++) {
        namespace.put("n" + i, i);
        namespace.remove("n" + i);
      }
      namespace.put("last", "last");

      assertThat(namespace).containsExactly(entry("first", "first"), entry("last", "last"));
    }

    @Test
    void compaction_invalidatesPlaces() {
      namespace.put("kept", "value");
      Namespace.Place place = namespace.place("kept");
      for (int i = 0; i < 100; i++) {
        namespace.put("n" + i, i);
        namespace.remove("n" + i);
      }
      namespace.put("kept", "changed");

      assertThat(place.read()).isSameAs(Namespace.ABSENT);
      assertThat(namespace.place("kept").read()).isEqualTo("changed");
    }

    @Test
    void compactionOfASharedLayout_leavesTheOthersAlone() {
      NameTable table = NameTable.ofMany();
      Namespace steady = filled(table, "a", "b");
      Namespace busy = filled(table, "a", "b");
      for (int i = 0; i < 100; i++) {
        busy.put("n" + i, i);
        busy.remove("n" + i);
      }

      assertThat(busy.keySet()).containsExactly("a", "b");
      assertThat(steady).containsExactly(entry("a", "a"), entry("b", "b"));
    }
  }

  @Nested
  class Threads {

    /// Runs all jobs at once and waits for them; a failure in one of them is the test's failure.
    private void atOnce(List<Callable<Void>> jobs) throws Exception {
      CyclicBarrier start = new CyclicBarrier(jobs.size());
      try (ExecutorService threads = Executors.newFixedThreadPool(jobs.size())) {
        List<Future<Void>> running = new ArrayList<>();
        for (Callable<Void> job : jobs) {
          running.add(
              threads.submit(() -> {
                start.await();
                return job.call();
              }));
        }
        for (Future<Void> future : running) {
          future.get();
        }
      }
    }

    @Test
    void readersWhileItGrowsAndShrinks_seeOnlyValuesOfTheirName() throws Exception {
      AtomicBoolean done = new AtomicBoolean();
      namespace.put("fixed", "fixed");
      List<Callable<Void>> jobs = new ArrayList<>();
      jobs.add(() -> {
        for (int i = 0; i < 100_000; i++) {
          String name = "n" + i % 40;
          if (namespace.remove(name) == null) {
            namespace.put(name, name);
          }
        }
        done.set(true);
        return null;
      });
      for (int reader = 0; reader < 3; reader++) {
        jobs.add(() -> {
          Namespace.Place place = namespace.place("fixed");
          int turn = 0;
          while (!done.get()) {
            String name = "n" + turn++ % 40;
            assertThat(namespace.lookup(name)).isIn(name, Namespace.ABSENT);
            assertThat(namespace.get("fixed")).isEqualTo("fixed");
            Object placed = place.read();
            assertThat(placed).isIn("fixed", Namespace.ABSENT);
            if (!"fixed".equals(placed)) {
              place = namespace.place("fixed");
            }
          }
          return null;
        });
      }

      atOnce(jobs);
    }

    @Test
    void iterationWhileItChanges_pairsNamesWithTheirValues() throws Exception {
      AtomicBoolean done = new AtomicBoolean();
      List<Callable<Void>> jobs = new ArrayList<>();
      jobs.add(() -> {
        for (int i = 0; i < 30_000; i++) {
          namespace.put("n" + i % 100, "n" + i % 100);
          namespace.remove("n" + (i + 50) % 100);
        }
        done.set(true);
        return null;
      });
      jobs.add(() -> {
        while (!done.get()) {
          for (Map.Entry<String, Object> entry : namespace.entrySet()) {
            assertThat(entry.getValue()).isEqualTo(entry.getKey());
          }
        }
        return null;
      });

      atOnce(jobs);
    }

    @Test
    void writersOfDifferentNames_loseNothing() throws Exception {
      List<Callable<Void>> jobs = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        String prefix = "w" + writer + "_";
        jobs.add(() -> {
          for (int i = 0; i < 2_000; i++) {
            namespace.put(prefix + i, i);
          }
          return null;
        });
      }

      atOnce(jobs);

      assertThat(namespace).hasSize(8_000);
      for (int writer = 0; writer < 4; writer++) {
        for (int i = 0; i < 2_000; i++) {
          assertThat(namespace.get("w" + writer + "_" + i)).isEqualTo(i);
        }
      }
    }

    @Test
    void namespacesOfOneLayoutFilledAtOnce_areEachComplete() throws Exception {
      NameTable table = NameTable.ofMany();
      List<Namespace> made = new ArrayList<>();
      List<Callable<Void>> jobs = new ArrayList<>();
      for (int filler = 0; filler < 4; filler++) {
        Namespace own = new Namespace(table);
        made.add(own);
        boolean backwards = filler == 3;
        jobs.add(() -> {
          for (int i = 0; i < 500; i++) {
            int number = backwards ? 499 - i : i;
            own.put("n" + number, number);
          }
          return null;
        });
      }

      atOnce(jobs);

      for (Namespace own : made) {
        assertThat(own).hasSize(500);
        for (int i = 0; i < 500; i++) {
          assertThat(own.get("n" + i)).isEqualTo(i);
        }
      }
    }
  }
}
