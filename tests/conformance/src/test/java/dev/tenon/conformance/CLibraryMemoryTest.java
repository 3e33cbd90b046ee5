// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.cdef.CLibrary;
import dev.tenon.cdef.CObject;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.IndexError;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.NotImplementedError;
import dev.tenon.error.kind.OverflowError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Structs, handles and other memory of a plain C library.
final class CLibraryMemoryTest {

  @TempDir private Path folder;
  private CLibraryWorld world;
  private ModuleObject plain;
  private CLibrary library;

  @BeforeEach
  void open() throws Exception {
    world = new CLibraryWorld(folder);
    plain = world.plain();
    library = CLibrary.of(plain);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private CObject make(String type, Object... values) {
    return (CObject) plain.call(type, values);
  }

  @Test
  void layout_ofAStruct_isTheCompilers() {
    CObject shape = make("Shape");
    long start = shape.address();

    assertThat(library.sizeOf("Shape")).isEqualTo(plain.call("plain_shape_size"));
    List<CObject> parts =
        List.of(
            (CObject) shape.get("name"), (CObject) shape.get("corners"), (CObject) shape.get("u"));
    for (int index = 0; index < parts.size(); index++) {
      assertThat(parts.get(index).address() - start)
          .isEqualTo(plain.call("plain_shape_offset", index));
    }
  }

  @Test
  void struct_byPointer_isChangedByC() {
    CObject point = make("Point", 1, 2);

    plain.call("plain_move", point, 10);

    assertThat(point.get("x")).isEqualTo(11L);
    assertThat(point.get("y")).isEqualTo(12L);
  }

  @Test
  void struct_byValue_isCopiedBothWays() {
    CObject point = make("Point", 1, 2);
    if (!NativeWorld.passesStructs()) {
      assertRefused(() -> plain.call("plain_swapped", point));
      assertRefused(() -> plain.bind("plain_swapped", UnaryOperator.class));
      assertRefused(() -> plain.call("plain_radius", make("Shape")));
      return;
    }

    CObject swapped = (CObject) plain.call("plain_swapped", point);

    assertThat(swapped.get("x")).isEqualTo(2L);
    assertThat(point.get("x")).isEqualTo(1L);
    CObject shape = make("Shape");
    ((CObject) shape.get("u")).set("radius", 2.5);
    assertThat(plain.call("plain_radius", shape)).isEqualTo(2.5);
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatExceptionOfType(NotImplementedError.class)
        .isThrownBy(call)
        .withMessageContainingAll("cannot link plain_", "'jnr'", "by value", "by pointer", "'ffm'");
  }

  @Test
  void members_nestedAndArrays_areReadAndWritten() {
    CObject shape = make("Shape");
    CObject corners = (CObject) shape.get("corners");

    shape.set("name", "square");
    ((CObject) corners.at(1)).set("y", 7);
    corners.put(0, make("Point", 3, 4));

    assertThat(((CObject) shape.get("name")).text()).isEqualTo("square");
    assertThat(((CObject) corners.at(0)).get("y")).isEqualTo(4L);
    assertThat(((CObject) corners.at(1)).get("y")).isEqualTo(7L);
    assertThatThrownBy(() -> corners.at(2)).isInstanceOf(IndexError.class);
    assertThatThrownBy(() -> shape.set("name", "too long a name")).isInstanceOf(ValueError.class);
  }

  @Test
  void bitFields_areReadAndWrittenLikeInC() {
    CObject shape = make("Shape");

    shape.set("visible", 1);
    shape.set("layer", -3);
    shape.set("big", 0x12_3456_789AL);

    assertThat(plain.call("plain_shape_bits", shape)).isEqualTo(10000L - 300 + 0x12);
    plain.call("plain_shape_set_bits", shape, 0, 15, 0xFF_0000_0001L);
    assertThat(shape.get("visible")).isEqualTo(0L);
    assertThat(shape.get("layer")).isEqualTo(15L);
    assertThat(shape.get("big")).isEqualTo(0xFF_0000_0001L);
    assertThatThrownBy(() -> shape.set("layer", 16)).isInstanceOf(OverflowError.class);
    assertThatThrownBy(() -> shape.set("visible", 2)).isInstanceOf(OverflowError.class);
  }

  @Test
  void pointerMember_takesTextsAndObjects() {
    CObject shape = make("Shape");
    CObject next = make("Shape");

    shape.set("label", "a label");
    shape.set("next", next);

    assertThat(shape.get("label")).isEqualTo("a label");
    assertThat(plain.call("plain_label_length", shape)).isEqualTo(7L);
    assertThat(shape.get("next")).isEqualTo(next);
    shape.set("next", null);
    assertThat(shape.get("next")).isNull();
    assertThatThrownBy(() -> shape.set("next", make("Point"))).isInstanceOf(TypeError.class);
  }

  @Test
  void struct_madeWithKeywords_hasThem() {
    CObject point = (CObject) ((TenonCallable) plain.get("Point")).callWith(Map.of("y", 5));

    assertThat(point.get("x")).isEqualTo(0L);
    assertThat(point.get("y")).isEqualTo(5L);
    assertThat(point.dir()).containsExactly("x", "y");
    assertThatThrownBy(() -> point.get("z")).isInstanceOf(AttributeError.class);
    assertThatThrownBy(() -> make("Point", 1, 2, 3)).isInstanceOf(TypeError.class);
  }

  @Test
  void variable_ofStructType_isLive() {
    CObject origin = (CObject) plain.get("plain_origin");

    plain.call("plain_move", origin, 1);
    plain.call("plain_move", origin, -1);
    ((CObject) plain.get("plain_table")).put(2, 30);

    assertThat(origin.get("y")).isEqualTo(8L);
    assertThat(((CObject) plain.get("plain_table")).at(2)).isEqualTo(30L);
    assertThatThrownBy(() -> ((CObject) plain.get("plain_table")).at(4))
        .isInstanceOf(IndexError.class);
  }

  @Test
  void objects_ofAnotherType_areRefused() {
    assertThatThrownBy(() -> plain.call("plain_move", make("Shape"), 1))
        .isInstanceOf(TypeError.class)
        .hasMessage(
            "plain_move() argument 1 (point) must be 'struct Point *', not 'struct Shape *'");
    assertThatThrownBy(() -> plain.call("plain_swapped", make("Shape")))
        .isInstanceOf(TypeError.class);
    assertThatThrownBy(() -> make("plain_handle")).isInstanceOf(TypeError.class);
  }

  @Test
  void namesOfTypes_mayEndInDigits() {
    assertThat(library.sizeOf("uint16_t")).isEqualTo(2);
    assertThat(library.sizeOf(" const int64_t [2]")).isEqualTo(16);
    assertThat(library.sizeOf("int8_t*[3]")).isEqualTo(3 * library.sizeOf("char *"));
    assertThat(library.sizeOf("Float4")).isEqualTo(16);
    assertThat(library.sizeOf("struct Float4")).isEqualTo(16);
    for (String wrong : List.of("int32_t 7", "Float5", "int16_t]", "char [2", "char 3[2]")) {
      assertThatThrownBy(() -> library.sizeOf(wrong)).isInstanceOf(ValueError.class);
    }
  }

  @Test
  void allocatedMemory_isBoundedAndZeroed() {
    CObject bytes = library.allocate("unsigned char", 4);

    plain.call("plain_fill", bytes, 4, 1);

    assertThat(bytes.bytes(4)).containsExactly(1, 1, 1, 1);
    assertThat(library.allocate("char[3]").bytes(3)).containsOnly(0);
    assertThatThrownBy(() -> bytes.bytes(5)).isInstanceOf(IndexError.class);
    assertThatThrownBy(() -> library.allocate("no_such_type")).isInstanceOf(ValueError.class);
  }

  @Test
  void handle_fromAnOutParameter_isFreedOnce() {
    CObject handle = (CObject) plain.call("plain_open", 5);

    assertThat(plain.call("plain_value", handle)).isEqualTo(5L);
    assertThat(plain.call("plain_handles")).isEqualTo(1L);
    handle.close();
    handle.close();
    assertThat(plain.call("plain_handles")).isEqualTo(0L);
  }

  @Test
  void handle_usedAfterItWasFreed_isAValueError() {
    CObject handle = (CObject) plain.call("plain_make", 5);
    plain.call("plain_close", handle);

    assertThat(handle.isClosed()).isTrue();
    assertThatThrownBy(() -> plain.call("plain_value", handle))
        .isInstanceOf(ValueError.class)
        .hasMessageContaining("operation on freed");
    assertThatThrownBy(() -> plain.call("plain_close", handle)).isInstanceOf(ValueError.class);
    handle.close();
    assertThat(plain.call("plain_handles")).isEqualTo(0L);
  }

  @Test
  void handle_ofAFunctionThatFailsToFreeIt_staysUsable() {
    CObject handle = (CObject) plain.call("plain_make", 5);

    assertThatThrownBy(() -> plain.call("plain_close_checked", handle, 1))
        .isInstanceOf(RuntimeError.class);

    assertThat(plain.call("plain_value", handle)).isEqualTo(5L);
    handle.close();
    assertThat(plain.call("plain_handles")).isEqualTo(0L);
  }

  @Test
  void handles_thatAreLeft_areFreedWithTheModule() throws Exception {
    try (CLibraryWorld other =
        new CLibraryWorld(java.nio.file.Files.createDirectory(folder.resolve("other")))) {
      other.plain().call("plain_make", 1);
      other.plain().call("plain_make", 2);
      assertThat(other.plain().call("plain_handles")).isEqualTo(2L);
    }
    assertThat(plain.call("plain_handles")).isEqualTo(0L);
  }

  @Test
  void failure_withAMessageFunction_hasItsWords() {
    assertThatThrownBy(() -> plain.call("plain_open", -1))
        .isInstanceOf(RuntimeError.class)
        .hasMessage("plain_open() failed: negative value (it returned 5)");
  }

  @Test
  void object_afterItsInterpreterIsClosed_raises() {
    CObject point = make("Point", 1, 2);

    world.interpreter().close();

    assertThatThrownBy(() -> point.get("x")).isInstanceOf(InterpreterError.class);
  }
}
