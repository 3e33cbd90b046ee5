// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.cdef.CLibrary;
import dev.tenon.cdef.CObject;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.IndexError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lists, arrays and further arguments of a plain C library, held against what C computes of them.
final class CLibraryReachTest {

  @TempDir private Path folder;
  private CLibraryWorld world;
  private ModuleObject reach;
  private CLibrary library;

  @BeforeEach
  void open() throws Exception {
    world = new CLibraryWorld(folder);
    Files.copy(NativeWorld.FIXTURES.resolve("reach.so"), folder.resolve("reach.so"));
    reach =
        world.declared(
            "reach",
            """
            #pragma tenon library("reach.so")
            typedef struct Pair { int a; double b; } Pair;
            typedef struct Holder {
                int numbers[4];
                double reals[2];
                Pair pairs[2];
                const unsigned char *bytes;
                void *any;
            } Holder;
            enum Wide { WIDE_LEAST = 1, WIDE_MOST = 0xFFFFFFFFFFFFFFFF };
            Pair *reach_pairs(void);
            size_t reach_join(const char *const *words, char *joined);
            int reach_count(char **words);
            long reach_sum(const int **rows, int length);
            void reach_fill(int count, ...);
            double reach_holder(const Holder *holder);
            long reach_vla(int length, const int numbers[length]);
            enum Wide reach_most(enum Wide value);
            typedef struct Link { const unsigned char *name; char tag[4]; struct Link *next; struct Link *inner; int size; } Link;
            Link *reach_links(int round);
            """);
    library = CLibrary.of(reach);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private @Nullable Object member(@Nullable Object struct, String name) {
    return ((CObject) struct).get(name);
  }

  @Test
  void arrayOfStructs_thatCReturns_hasItsElements() {
    CObject first = (CObject) reach.call("reach_pairs");
    CObject all = first.as("Pair", 3);

    assertThat(member(all.at(2), "a")).isEqualTo(3L);
    assertThat(member(all.at(1), "b")).isEqualTo(1.5);
    assertThatExceptionOfType(IndexError.class).isThrownBy(() -> all.at(3));
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> first.as("Pair", -1))
        .withMessageContaining("expected 0 or more");
  }

  @Test
  void memoryOfJava_isNotSeenAsMoreThanItIs() {
    CObject two = library.allocate("Pair", 2);

    assertThat(two.as("int", 8).length()).isEqualTo(8);
    assertThatExceptionOfType(IndexError.class)
        .isThrownBy(() -> two.as("Pair", 3))
        .withMessageContaining("which has 32 bytes");
    assertThatExceptionOfType(IndexError.class)
        .isThrownBy(() -> ((CObject) two.at(1)).as("Pair", 2));
  }

  @Test
  void listsAndArraysOfTexts_endWithNull() {
    byte[] joined = new byte[32];

    assertThat(reach.call("reach_join", List.of("a", "bc", "ä"), joined)).isEqualTo(5L);
    assertThat(new String(joined, 0, 5, java.nio.charset.StandardCharsets.UTF_8)).isEqualTo("abcä");
    assertThat(reach.call("reach_count", (Object) new String[] {"x", "y"})).isEqualTo(2L);
    assertThat(reach.call("reach_count", List.of())).isEqualTo(0L);
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> reach.call("reach_count", List.of("x", 3)))
        .withMessageContaining("reach_count() argument 1 (words) item 1 must be 'char *', not int");
  }

  @Test
  void listsOfArrays_arePointersToThem() {
    CObject row = library.allocate("int", 2);
    row.put(0, 100);
    row.put(1, 200);

    assertThat(reach.call("reach_sum", List.of(new int[] {1, 2}, row), 2)).isEqualTo(303L);
  }

  @Test
  void furtherArguments_thatAreArrays_areCopiedBack() {
    int[] one = {0};
    int[] other = {0};
    CObject third = library.allocate("int");
    var _ = reach.call("reach_fill", 3, one, other, third);

    assertThat(one[0] + other[0]).isEqualTo(30);
    assertThat(third.value()).isEqualTo(30L);
  }

  @Test
  void furtherArguments_thatAreCallables_areRefusedWithTheWayOut() {
    TenonCallable callable = arguments -> null;

    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> reach.call("reach_fill", 0, callable))
        .withMessageContaining("CLibrary.callback(TYPE, callable)");
  }

  @Test
  void arrayMembers_takeArraysAndLists() {
    CObject pair = (CObject) reach.call("Pair", 7, 0.25);
    CObject holder = library.allocate("Holder");
    holder.set("numbers", new int[] {1, 2, 3, 4});
    holder.set("reals", new double[] {0.5, 0.25});
    holder.set("pairs", List.of(pair, pair));

    assertThat(reach.call("reach_holder", holder)).isEqualTo(10 + 0.75 + 14.5);
    holder.set("numbers", Arrays.asList(10, 20));
    assertThat(reach.call("reach_holder", holder)).isEqualTo(37 + 0.75 + 14.5);
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> holder.set("numbers", new int[5]))
        .withMessageContaining("'numbers' holds 4 elements, not 5");
    assertThatExceptionOfType(TypeError.class).isThrownBy(() -> holder.set("numbers", new long[2]));
  }

  @Test
  void pointerMembers_takeSegments() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocateFrom(ValueLayout.JAVA_INT, 42);
      CObject holder = library.allocate("Holder");
      holder.set("any", number);
      holder.set("bytes", new byte[] {8});

      assertThat(reach.call("reach_holder", holder)).isEqualTo(50.0);
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> holder.set("any", MemorySegment.ofArray(new int[1])))
          .withMessageContaining("not a segment of the heap");
    }
  }

  @Test
  void linkedStructs_areFollowedToTheEndOrRound() {
    CObject chain = (CObject) reach.call("reach_links", 0);
    CObject ring = (CObject) reach.call("reach_links", 1);

    assertThat(chain.follow("next").map(each -> each.text("name"))).containsExactly("a", "b", "ä");
    assertThat(ring.follow("next").map(each -> each.text("tag"))).containsExactly("t0", "t1", "t2");
    assertThat(ring.follow("inner", "next").map(each -> each.get("size")))
        .containsExactly(2L, 0L, 1L);
    assertThat(chain.follow("inner", "next")).isEmpty();
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> chain.follow("size"))
        .withMessage("member 'size' of 'struct Link *' is 'int', not a pointer to a struct");
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> chain.text("size"))
        .withMessage("member 'size' of 'struct Link *' is int, not a text");
    assertThatExceptionOfType(AttributeError.class).isThrownBy(() -> chain.follow("none"));
  }

  @Test
  void parametersWithLengths_arePointers() {
    assertThat(reach.call("reach_vla", 3, new int[] {1, 2, 3})).isEqualTo(6L);
  }

  @Test
  void unsignedEnumeratorsOf64Bits_keepTheirValue() {
    BigInteger most = new BigInteger("18446744073709551615");

    assertThat(reach.get("WIDE_MOST")).isEqualTo(most);
    assertThat(reach.call("reach_most", most)).isEqualTo(1L);
    assertThat(reach.call("reach_most", 1)).isEqualTo(most);
  }
}
