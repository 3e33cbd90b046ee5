// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.cdef.CObject;
import dev.tenon.error.kind.IndexError;
import dev.tenon.error.kind.OverflowError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.AttributeName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A C library as one Java interface.
final class ModuleInterfaceTest {

  /// A point as a copy.
  @AttributeName("Point")
  public record Place(int x, int y) {}

  /// A point as C has it.
  public interface Point {
    int x();

    void x(int value);

    int y();
  }

  /// A callback.
  public interface Visitor {
    long visit(long value);
  }

  /// The library.
  public interface Plain {
    int plain_i32(int value);

    double plain_double(double value);

    void plain_move(Point point, int by);

    int plain_level();

    @AttributeName("plain_level")
    void setLevel(int level);

    @AttributeName("Point")
    Point newPoint(int x, int y);

    default int twice(int value) {
      return plain_i32(2 * value);
    }
  }

  /// The library, with functions that take structs by value.
  public interface Swapping extends Plain {
    Place plain_swapped(Place point);

    @AttributeName("plain_swapped")
    Point swappedView(Place point);
  }

  interface Hidden {
    int plain_i32(int value);

    default int next(int value) {
      return plain_i32(value + 1);
    }
  }

  /// What does not fit.
  public interface Wrong {
    int plain_i23(int value);

    String plain_double(double value);

    int plain_i32(int value, int other);

    long plain_level(int index, int other);
  }

  /// A number that is too narrow.
  public interface Narrow {
    @AttributeName("PLAIN_BIG")
    int big();
  }

  @TempDir private Path folder;
  private CLibraryWorld world;
  private ModuleObject module;

  @BeforeEach
  void open() throws Exception {
    world = new CLibraryWorld(folder);
    module = world.plain();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void functions_areMethods() {
    Plain plain = module.as(Plain.class);

    assertThat(plain.plain_i32(-7)).isEqualTo(-7);
    assertThat(plain.plain_double(0.5)).isEqualTo(0.5);
    assertThat(plain.twice(4)).isEqualTo(8);
  }

  @Test
  void structs_areRecordsAndViews() {
    if (!NativeWorld.passesStructs()) {
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> module.as(Swapping.class))
          .withMessageContainingAll("Place plain_swapped(Place): cannot link", "'jnr'", "by value");
      return;
    }
    Swapping plain = module.as(Swapping.class);

    assertThat(plain.plain_swapped(new Place(1, 2))).isEqualTo(new Place(2, 1));
    Point view = plain.swappedView(new Place(3, 4));
    plain.plain_move(view, 10);
    assertThat(List.of(view.x(), view.y())).isEqualTo(List.of(14, 13));
    view.x(5);
    assertThat(view.x()).isEqualTo(5);
    Point made = plain.newPoint(8, 9);
    assertThat(made.x() + made.y()).isEqualTo(17);
    Object same = made;
    assertThat(made).isEqualTo(same).isNotEqualTo(view).hasToString(made.toString());
  }

  @Test
  void variables_areReadAndWritten() {
    Plain plain = module.as(Plain.class);
    plain.setLevel(77);

    assertThat(plain.plain_level()).isEqualTo(77);
    assertThat(module.get("plain_level")).isEqualTo(77L);
  }

  @Test
  void interfaceOfItsPackageAlone_isImplementedToo() {
    Hidden plain = module.as(Hidden.class);

    assertThat(plain.plain_i32(3)).isEqualTo(3);
    assertThat(plain.next(3)).isEqualTo(4);
    Object same = plain;
    assertThat(plain).isEqualTo(same).hasToString("<Hidden>");
  }

  @Test
  void faults_areToldAllAtOnce() {
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> module.as(Wrong.class))
        .withMessageContainingAll(
            "module 'plain' does not fit dev.tenon.conformance.ModuleInterfaceTest$Wrong",
            "int plain_i23(int)",
            "String plain_double(double)",
            "int plain_i32(int, int)",
            "long plain_level(int, int): 'plain_level' is not callable");
    assertThatThrownBy(() -> module.as(String.class)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void functionalInterfaces_areCallbacks() throws Exception {
    // Sorts with a comparison.
    interface Sorting {
      void sort(int[] numbers, long count, long size, Comparing comparing);
    }
    ModuleObject libc =
        world.declared(
            "sorting",
            """
            #pragma tenon library("libc.so.6")
            void sort(void *base, size_t nmemb, size_t size, int (*compare)(const int *one, const int *other)) __asm__("qsort");
            #pragma tenon callback(call: sort.compare)
            """);
    int[] numbers = {3, 1, 2};
    List<Object> seen = new ArrayList<>();
    libc.as(Sorting.class)
        .sort(
            numbers,
            3,
            4,
            (one, other) -> {
              seen.add(one.value());
              return (long) one.value() - (long) other.value();
            });

    assertThat(numbers).containsExactly(1, 2, 3);
    assertThat(seen).isNotEmpty();
    assertThatExceptionOfType(IndexError.class)
        .isThrownBy(() ->
            libc.as(Sorting.class)
                .sort(
                    numbers,
                    3,
                    4,
                    (one, other) -> {
                      throw new IndexError("from the callback");
                    }))
        .withMessage("from the callback");
  }

  /// Compares two numbers.
  public interface Comparing {
    long compare(CObject one, CObject other);
  }

  @Test
  void value_thatDoesNotFit_isNotCut() throws Exception {
    ModuleObject big =
        world.declared(
            "big", "#pragma tenon library(\"plain.so\")\n#define PLAIN_BIG 0x123456789AL\n");

    Narrow narrow = big.as(Narrow.class);
    assertThatExceptionOfType(OverflowError.class).isThrownBy(narrow::big);
  }
}
