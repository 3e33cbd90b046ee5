// SPDX-License-Identifier: Apache-2.0
package dev.tenon.testkit.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.Interpreter;
import dev.tenon.error.ModuleError;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.BufferError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.Resource;
import dev.tenon.testkit.InterpreterExtension;
import dev.tenon.testkit.IsolationTest;
import dev.tenon.testkit.ModulePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The sample `zstream`: what it writes is read by Java's own zlib.
@ExtendWith(InterpreterExtension.class)
@ModulePath(ZstreamTest.MODULES)
class ZstreamTest {

  static final String MODULES = "../../sample-extensions/zstream/target/modules";

  private static final byte[] TEXT =
      "a tenon fits a mortise, ".repeat(5_000).getBytes(StandardCharsets.UTF_8);

  @BeforeAll
  static void requireModule() {
    SampleFiles.assumeBuilt("zstream");
  }

  private static Resource make(Interpreter interpreter, String kind, Map<String, Object> options) {
    ModuleObject zstream = interpreter.importModule("zstream");
    return (Resource) Objects.requireNonNull(zstream.callWith(kind, options));
  }

  private static byte[] bytes(Resource stream, String method, Object... arguments) {
    return (byte[]) Objects.requireNonNullElse(stream.call(method, arguments), new byte[0]);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] compressed(Interpreter interpreter, byte[] data) {
    try (Resource compressor = make(interpreter, "compressor", Map.of())) {
      return joined(bytes(compressor, "update", data), bytes(compressor, "finish"));
    }
  }

  @Test
  void compressor_writesWhatZlibReads(Interpreter interpreter) throws IOException {
    byte[] data = compressed(interpreter, TEXT);

    assertThat(data).hasSizeLessThan(TEXT.length / 50);
    assertThat(new InflaterInputStream(new ByteArrayInputStream(data)).readAllBytes())
        .isEqualTo(TEXT);
  }

  @Test
  void gzipFormat_isReadByGzip(Interpreter interpreter) throws IOException {
    try (Resource compressor =
        make(interpreter, "compressor", Map.of("format", "gzip", "level", 1))) {
      byte[] data = joined(bytes(compressor, "update", TEXT), bytes(compressor, "finish"));

      assertThat(new GZIPInputStream(new ByteArrayInputStream(data)).readAllBytes())
          .isEqualTo(TEXT);
    }
  }

  @Test
  void decompressor_takesPiecesOfAnySize(Interpreter interpreter) {
    byte[] noise = new byte[300_000];
    new Random(5).nextBytes(noise);
    byte[] data = compressed(interpreter, noise);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Resource decompressor = make(interpreter, "decompressor", Map.of())) {
      for (int start = 0; start < data.length; start += 4_999) {
        ByteBuffer piece = ByteBuffer.wrap(data, start, Math.min(4_999, data.length - start));
        out.writeBytes(bytes(decompressor, "update", piece));
      }
      assertThat(decompressor.get("finished")).isEqualTo(true);
      assertThat(decompressor.get("total_in")).isEqualTo((long) data.length);
      assertThat(decompressor.get("total_out")).isEqualTo((long) noise.length);
      assertThat(bytes(decompressor, "finish")).isEmpty();
    }
    assertThat(out.toByteArray()).isEqualTo(noise);
  }

  @Test
  void updateInto_fillsTheMemoryOfTheHost(Interpreter interpreter) {
    ByteBuffer in = ByteBuffer.allocateDirect(10_000);
    in.put(compressed(interpreter, TEXT)).flip();
    ByteBuffer out = ByteBuffer.allocateDirect(1_000);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (Resource decompressor = make(interpreter, "decompressor", Map.of())) {
      while (decompressor.get("finished").equals(false)) {
        List<?> counts = (List<?>) decompressor.call("update_into", in, out);
        in.position(in.position() + Math.toIntExact((Long) counts.getFirst()));
        byte[] written = new byte[Math.toIntExact((Long) counts.getLast())];
        out.get(0, written);
        all.writeBytes(written);
      }
    }
    assertThat(all.toByteArray()).isEqualTo(TEXT);
  }

  @Test
  void flush_givesAllInputSoFar(Interpreter interpreter) {
    try (Resource compressor = make(interpreter, "compressor", Map.of());
        Resource decompressor = make(interpreter, "decompressor", Map.of())) {
      for (Object[] mode : new Object[][] {{}, {"full"}, {"sync"}}) {
        byte[] head = bytes(compressor, "update", (Object) TEXT);
        byte[] flushed = bytes(compressor, "flush", mode);
        assertThat(bytes(decompressor, "update", (Object) joined(head, flushed))).isEqualTo(TEXT);
        assertThat(decompressor.get("finished")).isEqualTo(false);
      }
      assertThatExceptionOfType(ValueError.class)
          .isThrownBy(() -> compressor.call("flush", "none"))
          .withMessage("flush() takes one mode, 'sync' or 'full'");
      assertThatExceptionOfType(AttributeError.class).isThrownBy(() -> decompressor.get("flush"));
    }
  }

  @Test
  void dictionary_isSharedBeforehand(Interpreter interpreter) {
    byte[] dictionary = "a tenon fits a mortise".getBytes(StandardCharsets.UTF_8);
    for (String format : List.of("zlib", "raw")) {
      Map<String, Object> options = Map.of("format", format, "dictionary", dictionary);
      try (Resource compressor = make(interpreter, "compressor", options);
          Resource decompressor = make(interpreter, "decompressor", options)) {
        byte[] data = joined(bytes(compressor, "update", dictionary), bytes(compressor, "finish"));
        assertThat(data).hasSizeLessThan(dictionary.length);
        assertThat(bytes(decompressor, "update", data)).isEqualTo(dictionary);
        assertThat(decompressor.get("finished")).isEqualTo(true);
      }
    }
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() ->
            make(interpreter, "compressor", Map.of("format", "gzip", "dictionary", dictionary)))
        .withMessageContaining("has no dictionaries");
  }

  @Test
  void dictionary_thatIsMissingOrAnother_isAnError(Interpreter interpreter) {
    Map<String, Object> options = Map.of("dictionary", ByteBuffer.wrap(new byte[] {1, 2, 3}));
    try (Resource compressor = make(interpreter, "compressor", options);
        Resource without = make(interpreter, "decompressor", Map.of());
        Resource wrong =
            make(interpreter, "decompressor", Map.of("dictionary", new byte[] {1, 2}))) {
      byte[] data = bytes(compressor, "finish");

      assertThatExceptionOfType(ModuleError.class)
          .isThrownBy(() -> without.call("update", data))
          .withMessage("error 2 while decompressing: need dictionary");
      assertThatExceptionOfType(ModuleError.class)
          .isThrownBy(() -> wrong.call("update", data))
          .withMessage("error -3 while decompressing: data error");
    }
  }

  @Test
  void failingCallsToTheHost_areRaisedAndLeaveNothingBehind() {
    FailingCalls calls =
        new FailingCalls(
            MODULES,
            "zstream",
            interpreter -> {
              byte[] data = compressed(interpreter, TEXT);
              try (Resource decompressor =
                  make(interpreter, "decompressor", Map.of("dictionary", ByteBuffer.wrap(data)))) {
                ByteBuffer out = ByteBuffer.allocateDirect(10);
                decompressor.call("update_into", ByteBuffer.wrap(data), out);
                decompressor.call("close");
              }
            });

    assertThat(calls.countRaised()).isGreaterThanOrEqualTo(10);
  }

  @Test
  void dataThatAreWrong_raiseTheTypeOfTheModule(Interpreter interpreter) {
    ModuleObject zstream = interpreter.importModule("zstream");
    byte[] good = compressed(interpreter, TEXT);
    try (Resource decompressor = make(interpreter, "decompressor", Map.of())) {
      assertThatExceptionOfType(ModuleError.class)
          .isThrownBy(() -> decompressor.call("update", new byte[] {1, 2, 3}))
          .withMessage("error -3 while decompressing: incorrect header check")
          .satisfies(error -> {
            assertThat(error.type()).isSameAs(zstream.get("error"));
            assertThat(error.typeName()).isEqualTo("zstream.error");
            assertThat(error.kind()).isEqualTo("ValueError");
          });
    }
    try (Resource decompressor = make(interpreter, "decompressor", Map.of())) {
      decompressor.call("update", ByteBuffer.wrap(good, 0, good.length - 1));
      assertThatExceptionOfType(ModuleError.class)
          .isThrownBy(() -> decompressor.call("finish"))
          .withMessageContaining("the data are cut off");
    }
    try (Resource decompressor = make(interpreter, "decompressor", Map.of())) {
      assertThatExceptionOfType(ModuleError.class)
          .isThrownBy(() -> decompressor.call("update", joined(good, new byte[1])))
          .withMessageStartingWith("data behind the end of the stream");
    }
  }

  @Test
  void errorType_isOfItsInterpreter(Interpreter one, Interpreter other) {
    assertThat(one.importModule("zstream").get("error"))
        .isNotSameAs(other.importModule("zstream").get("error"));
  }

  @Test
  void finishedStream_takesNoMore(Interpreter interpreter) {
    try (Resource compressor = make(interpreter, "compressor", Map.of())) {
      bytes(compressor, "finish");

      assertThatExceptionOfType(ModuleError.class)
          .isThrownBy(() -> compressor.call("update", new byte[1]))
          .withMessage("the stream has come to its end; make a new one");
      assertThatExceptionOfType(ModuleError.class).isThrownBy(() -> compressor.call("finish"));
    }
  }

  @Test
  void close_fromCAndFromJava_endsTheStream(Interpreter interpreter) {
    Resource one = make(interpreter, "compressor", Map.of());
    Resource other = make(interpreter, "decompressor", Map.of());
    one.call("close");
    other.close();
    for (Resource stream : List.of(one, other)) {
      assertThat(stream.isClosed()).isTrue();
      assertThatExceptionOfType(ValueError.class)
          .isThrownBy(() -> stream.call("update", new byte[1]))
          .withMessageContaining("operation on closed");
      assertThatExceptionOfType(ValueError.class).isThrownBy(() -> stream.get("total_in"));
    }
  }

  @Test
  void argumentsOfAnotherKind_areRefused(Interpreter interpreter) {
    try (Resource compressor = make(interpreter, "compressor", Map.of())) {
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> compressor.call("update", "text"))
          .withMessage("a bytes-like object is required, not 'str'");
      assertThatExceptionOfType(TypeError.class).isThrownBy(() -> compressor.call("update"));
      assertThatExceptionOfType(BufferError.class)
          .isThrownBy(() -> compressor.call("update_into", TEXT, new byte[10]));
      assertThatExceptionOfType(ValueError.class)
          .isThrownBy(() -> compressor.call("update_into", TEXT, ByteBuffer.allocateDirect(0)));
    }
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> make(interpreter, "compressor", Map.of("level", 10)));
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> make(interpreter, "decompressor", Map.of("format", "lzma")));
  }

  @IsolationTest(module = "zstream", calls = "compressor(9); decompressor('gzip'); compressor(12)")
  void zstream_keepsInterpretersApart() {}
}
