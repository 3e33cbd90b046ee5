// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ElfCopyTest {

  private static final int TEXTS = 0x100;
  private static final int ENTRIES = 0x200;
  private static final int SIZE = 0x400;

  /// A library of one segment that needs `liba.so` and is called `own`.
  private static byte[] library() {
    ByteBuffer file = ByteBuffer.allocate(SIZE).order(ByteOrder.nativeOrder());
    file.putLong(32, 64);
    file.putShort(56, (short) 2);
    putHeader(file, 64, ElfDynamic.LOADABLE, 0, SIZE);
    putHeader(file, 120, 2, ENTRIES, 0x80);
    file.put(TEXTS, "\0liba.so\0own\0$ORIGIN/x\0".getBytes(StandardCharsets.US_ASCII));
    long[] entries = {
      ElfDynamic.STRINGS,
      TEXTS,
      ElfDynamic.STRINGS_SIZE,
      23,
      ElfDynamic.NEEDED,
      1,
      ElfDynamic.OWN_NAME,
      9,
      ElfDynamic.RUNPATH,
      13
    };
    for (int index = 0; index < entries.length; index++) {
      file.putLong(ENTRIES + index * Long.BYTES, entries[index]);
    }
    return file.array();
  }

  private static void putHeader(ByteBuffer file, int at, int type, long place, long size) {
    file.putInt(at, type);
    file.putLong(at + 8, place);
    file.putLong(at + 16, place);
    file.putLong(at + 32, size);
    file.putLong(at + 40, size);
    file.putLong(at + 48, 0x1000);
  }

  /// A library that can be changed, and made longer.
  private static final class Changed {
    private ByteBuffer bytes;

    Changed(byte[] file) {
      bytes = ByteBuffer.wrap(file);
    }

    ByteBuffer enlarge(int size) {
      bytes = ByteBuffer.allocate(size).put(0, bytes, 0, bytes.capacity());
      return bytes;
    }

    ElfDynamic elf() throws IOException {
      return new ElfDynamic(bytes);
    }

    ElfDynamic madePrivate(Map<String, String> names) throws IOException {
      new ElfCopy(elf(), this::enlarge).makePrivate("/modules", names, false);
      return elf();
    }

    ElfDynamic madeShared(Map<String, String> names) throws IOException {
      new ElfCopy(elf(), this::enlarge).makeShared(List.of("/modules", "/real"), names, () -> true);
      return elf();
    }
  }

  @Test
  void copy_hasOtherNamesAndTheFolderInPlaceOfOrigin() throws IOException {
    ElfDynamic copied =
        new Changed(library()).madePrivate(Map.of("liba.so", "/proc/self/fd/../fd/12"));

    assertThat(copied.texts(ElfDynamic.NEEDED)).containsExactly("/proc/self/fd/../fd/12");
    assertThat(copied.texts(ElfDynamic.RUNPATH)).containsExactly("/modules/x");
    assertThat(copied.texts(ElfDynamic.OWN_NAME)).isEmpty();
    List<ElfDynamic.Segment> segments = copied.segments();
    assertThat(segments).hasSize(2);
    assertThat(segments.getLast().address()).isGreaterThanOrEqualTo(SIZE);
    assertThat(segments.getLast().address() % 0x1000)
        .isEqualTo(segments.getLast().offset() % 0x1000);
  }

  @Test
  void sharedCopy_keepsItsNameAndHasAllFoldersInPlaceOfOrigin() throws IOException {
    ElfDynamic copied = new Changed(library()).madeShared(Map.of("liba.so", "/proc/self/fd/12"));

    assertThat(copied.texts(ElfDynamic.NEEDED)).containsExactly("/proc/self/fd/12");
    assertThat(copied.texts(ElfDynamic.RUNPATH)).containsExactly("/modules/x:/real/x");
    assertThat(copied.texts(ElfDynamic.OWN_NAME)).containsExactly("own");
  }

  @Test
  void sharedCopy_withNothingToChange_isTheSameBytes() throws IOException {
    byte[] file = library();
    file[TEXTS + 13] = '/'; // no $ORIGIN
    byte[] before = file.clone();
    ElfDynamic _ = new Changed(file).madeShared(Map.of());

    assertThat(file).containsExactly(before);
  }

  @Test
  void damagedFiles_areRefusedOrCopiedAndNothingElse() {
    Random random = new Random(42);
    for (int round = 0; round < 20_000; round++) {
      byte[] file = library();
      for (int change = 0; change < 4; change++) {
        file[32 + random.nextInt(0x260)] = (byte) random.nextInt();
      }
      try {
        ElfDynamic _ = new Changed(file).madePrivate(Map.of("liba.so", "b"));
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("it");
      }
    }
  }

  @Test
  void library_withoutDynamicSection_isRefused() {
    byte[] file = library();
    file[120] = 9;

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> new Changed(file).madePrivate(Map.of()))
        .withMessage("it has no dynamic section");
  }
}
