// SPDX-License-Identifier: Apache-2.0
package dev.tenon.testkit.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Interpreter;
import dev.tenon.error.ModuleError;
import dev.tenon.error.kind.KeyError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.isolation.IsolationReport;
import dev.tenon.isolation.IsolationReport.Verdict;
import dev.tenon.isolation.check.IsolationCheck;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.Resource;
import dev.tenon.testkit.InterpreterExtension;
import dev.tenon.testkit.ModulePath;
import dev.tenon.value.TenonCallable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The sample `sqlite`: objects that need each other, and calls back into the host.
@ExtendWith(InterpreterExtension.class)
@ModulePath(SqliteTest.MODULES)
class SqliteTest {

  static final String MODULES = "../../sample-extensions/sqlite/target/modules";

  @TempDir private Path folder;

  @BeforeAll
  static void requireModule() {
    SampleFiles.assumeBuilt("sqlite");
  }

  private static Resource connect(Interpreter interpreter, Object path) {
    return (Resource)
        Objects.requireNonNull(interpreter.importModule("sqlite").call("connect", path.toString()));
  }

  private static Resource memory(Interpreter interpreter) {
    return connect(interpreter, ":memory:");
  }

  private static Resource prepare(Resource connection, String sql) {
    return (Resource) Objects.requireNonNull(connection.call("prepare", sql));
  }

  private static List<?> rows(Resource connection, String sql) {
    return (List<?>) Objects.requireNonNull(connection.call("execute", sql));
  }

  private static Resource numbers(Interpreter interpreter, int count) {
    Resource connection = memory(interpreter);
    connection.call("execute", "CREATE TABLE numbers (n INTEGER PRIMARY KEY)");
    connection.call(
        "execute",
        "WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < ?)"
            + " INSERT INTO numbers SELECT n FROM up",
        List.of(count));
    return connection;
  }

  @Test
  void values_ofEveryKind_comeBack(Interpreter interpreter) {
    try (Resource connection = memory(interpreter)) {
      List<?> given =
          Arrays.asList(null, 7L, -1.5, "ключ\0😀", "", new byte[] {0, 1}, new byte[0], true);

      List<?> row =
          (List<?>)
              ((List<?>)
                      Objects.requireNonNull(
                          connection.call("execute", "SELECT ?, ?, ?, ?, ?, ?, ?, ?", given)))
                  .getFirst();

      assertThat(row.subList(0, 5)).isEqualTo(given.subList(0, 5));
      assertThat((byte[]) row.get(5)).containsExactly(0, 1);
      assertThat((byte[]) row.get(6)).isEmpty();
      assertThat(row.get(7)).isEqualTo(1L);
    }
  }

  @Test
  void parameters_byName(Interpreter interpreter) {
    try (Resource connection = memory(interpreter)) {
      assertThat(
              connection.call(
                  "execute", "SELECT :b || @a", Map.of("a", "tenon", "b", "a ", "c", "unused")))
          .isEqualTo(List.of(List.of("a tenon")));
      assertThatExceptionOfType(KeyError.class)
          .isThrownBy(() -> connection.call("execute", "SELECT :x", Map.of()));
    }
  }

  @Test
  void parametersThatDoNotFit_areRefused(Interpreter interpreter) {
    try (Resource connection = memory(interpreter)) {
      for (Object wrong : new Object[] {List.of(), List.of(1, 2, 3), Collections.nCopies(9, 1)}) {
        assertThatExceptionOfType(ModuleError.class)
            .isThrownBy(() -> connection.call("execute", "SELECT ?, ?", wrong))
            .withMessageContaining("the statement has 2 parameters, found");
      }
      assertThatExceptionOfType(ModuleError.class)
          .isThrownBy(() -> connection.call("execute", "SELECT ?"));
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> connection.call("execute", "SELECT ?", List.of(new Object())))
          .withMessageContaining("a value must be None, a bool, int, float, str, bytes");
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> connection.call("execute", "SELECT ?", "text"));
    }
  }

  @Test
  void rows_comeInChunks(Interpreter interpreter) {
    try (Resource connection = numbers(interpreter, 2_500);
        Resource statement = prepare(connection, "SELECT n, n * n FROM numbers ORDER BY n")) {
      List<Object> all = new ArrayList<>();
      List<Integer> sizes = new ArrayList<>();
      for (List<?> chunk = (List<?>) statement.call("fetch");
          !chunk.isEmpty();
          chunk = (List<?>) statement.call("fetch")) {
        sizes.add(chunk.size());
        all.addAll(chunk);
      }

      assertThat(sizes).containsExactly(1_000, 1_000, 500);
      assertThat(all.getLast()).isEqualTo(List.of(2_500L, 6_250_000L));
      assertThat(statement.get("columns")).isEqualTo(List.of("n", "n * n"));
      assertThat((List<?>) statement.call("fetch", 3)).as("it stays at the end").isEmpty();
    }
  }

  @Test
  void statement_isBoundAgain(Interpreter interpreter) {
    try (Resource connection = memory(interpreter);
        Resource statement = prepare(connection, "SELECT ? + 1")) {
      for (long number = 0; number < 3; number++) {
        statement.call("bind", List.of(number));
        assertThat(statement.call("fetch", 10)).isEqualTo(List.of(List.of(number + 1)));
      }
    }
  }

  @Test
  void errors_haveTypesAndCodes(Interpreter interpreter) {
    ModuleObject sqlite = interpreter.importModule("sqlite");
    try (Resource connection = memory(interpreter)) {
      connection.call("execute_script", "CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1)");

      assertThatExceptionOfType(ModuleError.class)
          .isThrownBy(() -> connection.call("execute", "INSERT INTO t VALUES (1)"))
          .withMessage("UNIQUE constraint failed: t.a (code 2067)")
          .satisfies(error -> {
            assertThat(error.type()).isSameAs(sqlite.get("IntegrityError"));
            assertThat(error.kind()).isEqualTo("ValueError");
          });
      assertThat(connection.get("error_code")).isEqualTo(2067L);
      assertThatExceptionOfType(ModuleError.class)
          .isThrownBy(() -> connection.call("execute", "SELEKT 1"))
          .withMessage("near \"SELEKT\": syntax error (code 1)")
          .satisfies(error -> assertThat(error.type()).isSameAs(sqlite.get("OperationalError")));
      for (String wrong : List.of("", " -- nothing", "SELECT 1; SELECT 2", "SELECT 1\0")) {
        assertThatExceptionOfType(ModuleError.class)
            .isThrownBy(() -> connection.call("execute", wrong))
            .satisfies(error -> assertThat(error.type()).isSameAs(sqlite.get("ProgrammingError")));
      }
      assertThatExceptionOfType(ModuleError.class)
          .isThrownBy(() -> connect(interpreter, folder.resolve("gone/x.db")))
          .withMessage("unable to open database file (code 14)");
    }
  }

  @Test
  void hostFunction_isCalledWithValuesOfEveryKind(Interpreter interpreter) {
    try (Resource connection = memory(interpreter)) {
      List<Object> seen = new ArrayList<>();
      TenonCallable note =
          arguments -> {
            seen.addAll(Arrays.asList(arguments));
            return arguments.length;
          };
      TenonCallable upper = arguments -> ((String) arguments[0]).toUpperCase(java.util.Locale.ROOT);
      connection.call("create_function", "note", -1, note);
      connection.call("create_function", "upper_of", 1, upper);

      assertThat(rows(connection, "SELECT note(NULL, 1, 2.5, 'x'), note(), upper_of('zapfen')"))
          .isEqualTo(List.of(List.of(4L, 0L, "ZAPFEN")));
      assertThat(seen).containsExactly(null, 1L, 2.5, "x");
    }
  }

  @Test
  void hostFunction_returnsMemory(Interpreter interpreter) {
    try (Resource connection = memory(interpreter)) {
      TenonCallable memory = _ -> ByteBuffer.allocateDirect(2).put(0, (byte) 9);
      connection.call("create_function", "memory", 0, memory);

      assertThat((byte[]) ((List<?>) rows(connection, "SELECT memory()").getFirst()).getFirst())
          .containsExactly(9, 0);
    }
  }

  @Test
  void errorOfTheHost_arrivesUnchanged(Interpreter interpreter) {
    IllegalStateException thrown = new IllegalStateException("third row");
    try (Resource connection = numbers(interpreter, 10)) {
      TenonCallable fail =
          arguments -> {
            if (arguments[0].equals(3L)) {
              throw thrown;
            }
            return arguments[0];
          };
      connection.call("create_function", "fail", 1, fail);

      assertThatThrownBy(() -> rows(connection, "SELECT fail(n) FROM numbers ORDER BY n"))
          .isSameAs(thrown);
      try (Resource statement = prepare(connection, "SELECT fail(n) FROM numbers ORDER BY n")) {
        assertThat((List<?>) statement.call("fetch", 2)).hasSize(2);
        assertThatThrownBy(() -> statement.call("fetch", 2)).isSameAs(thrown);
      }
      assertThat(rows(connection, "SELECT count(*) FROM numbers")).isEqualTo(List.of(List.of(10L)));
    }
  }

  @Test
  void hostFunctionOfAWrongResult_isATypeError(Interpreter interpreter) {
    try (Resource connection = memory(interpreter)) {
      TenonCallable odd = _ -> new Object();
      connection.call("create_function", "odd", 0, odd);

      assertThatExceptionOfType(TypeError.class).isThrownBy(() -> rows(connection, "SELECT odd()"));
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> connection.call("create_function", "none", 0, "no function"));
    }
  }

  @Test
  void hostFunction_usesTheSameConnection(Interpreter interpreter) {
    try (Resource connection = numbers(interpreter, 3)) {
      TenonCallable square =
          arguments ->
              ((List<?>)
                      ((List<?>)
                              Objects.requireNonNull(
                                  connection.call(
                                      "execute", "SELECT ?1 * ?1", List.of(arguments[0]))))
                          .getFirst())
                  .getFirst();
      connection.call("create_function", "square", 1, square);

      assertThat(rows(connection, "SELECT sum(square(n)) FROM numbers"))
          .isEqualTo(List.of(List.of(14L)));
    }
  }

  @Test
  void hostFunction_thatClosesWhatIsRunning_doesNoHarm(Interpreter interpreter) {
    Resource connection = numbers(interpreter, 5);
    List<Resource> open = new ArrayList<>();
    TenonCallable closeAll =
        arguments -> {
          open.forEach(Resource::close);
          return arguments[0];
        };
    connection.call("create_function", "close_all", 1, closeAll);
    Resource statement = prepare(connection, "SELECT close_all(n) FROM numbers");
    open.addAll(List.of(statement, connection));

    assertThat((List<?>) statement.call("fetch")).hasSize(5);

    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> statement.call("fetch"))
        .withMessageContaining("operation on closed");
    assertThatExceptionOfType(ValueError.class).isThrownBy(() -> rows(connection, "SELECT 1"));
  }

  @Test
  void hostFunction_thatStepsTheRunningStatement_isRefused(Interpreter interpreter) {
    try (Resource connection = numbers(interpreter, 5)) {
      List<Resource> open = new ArrayList<>();
      TenonCallable again = _ -> open.getFirst().call("fetch");
      connection.call("create_function", "again", 1, again);
      open.add(prepare(connection, "SELECT again(n) FROM numbers"));

      assertThatExceptionOfType(ModuleError.class)
          .isThrownBy(() -> open.getFirst().call("fetch"))
          .withMessage("the statement is being executed");
    }
  }

  @Test
  void progressFunction_interrupts(Interpreter interpreter) {
    IllegalStateException thrown = new IllegalStateException("enough");
    String endless =
        "WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up) SELECT n FROM up";
    try (Resource connection = memory(interpreter)) {
      List<Object> calls = new ArrayList<>();
      TenonCallable third = _ -> calls.add("") && calls.size() == 3;
      TenonCallable fail =
          _ -> {
            throw thrown;
          };

      connection.call("on_progress", 1_000, third);
      assertThatExceptionOfType(ModuleError.class)
          .isThrownBy(() -> rows(connection, endless))
          .withMessage("interrupted (code 9)");
      assertThat(calls).hasSize(3);
      connection.call("on_progress", 1_000, fail);
      assertThatThrownBy(() -> rows(connection, endless)).isSameAs(thrown);
      connection.call("on_progress", 1, null);
      assertThat(rows(connection, endless + " LIMIT 2")).hasSize(2);
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> connection.call("on_progress", 1, "x"))
          .withMessage("on_progress() argument 2 cannot be called");
    }
  }

  @Test
  void textWithNul_isRefusedWhereCWouldStopAtIt(Interpreter interpreter) {
    TenonCallable one = _ -> 1;
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> connect(interpreter, ":memory:\0x"))
        .withMessageContaining("without NUL");
    try (Resource connection = memory(interpreter)) {
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> connection.call("execute_script", "SELECT 1\0;"));
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> connection.call("create_function", "a\0b", 0, one));
    }
  }

  @Test
  void hostFunction_ofMoreArgumentsThanItTakes_isRefused(Interpreter interpreter) {
    TenonCallable count = arguments -> arguments.length;
    try (Resource connection = memory(interpreter)) {
      connection.call("create_function", "count_of", -1, count);

      assertThat(rows(connection, "SELECT count_of(" + "1,".repeat(99) + "1)"))
          .isEqualTo(List.of(List.of(100L)));
      assertThatExceptionOfType(ModuleError.class)
          .isThrownBy(() -> rows(connection, "SELECT count_of(" + "1,".repeat(127) + "1)"))
          .withMessageContaining("too many arguments");
    }
  }

  @Test
  void failingCallsToTheHost_areRaisedAndLeaveNothingBehind() {
    FailingCalls calls =
        new FailingCalls(
            MODULES,
            "sqlite",
            interpreter -> {
              Resource connection = numbers(interpreter, 3);
              TenonCallable same = arguments -> arguments[0];
              TenonCallable ask = _ -> false;
              TenonCallable body = _ -> connection.call("execute", "DELETE FROM numbers");
              connection.call("create_function", "same", 1, same);
              connection.call("on_progress", 5, ask);
              connection.call("execute", "SELECT same(:a)", Map.of("a", ByteBuffer.allocate(3)));
              prepare(connection, "SELECT same(n) FROM numbers").call("fetch", 2);
              prepare(connection, "SELECT 1").close();
              connection.call("transaction", body);
            });

    assertThat(calls.countRaised()).isGreaterThanOrEqualTo(30);
  }

  @Test
  void transaction_commitsOrRollsBack(Interpreter interpreter) {
    IllegalStateException thrown = new IllegalStateException("no");
    try (Resource connection = memory(interpreter)) {
      connection.call("execute", "CREATE TABLE t (a)");
      TenonCallable good =
          arguments -> {
            assertThat(arguments[0]).isSameAs(connection);
            connection.call("execute", "INSERT INTO t VALUES ('kept')");
            return connection.get("in_transaction");
          };
      TenonCallable bad =
          _ -> {
            connection.call("execute", "INSERT INTO t VALUES ('lost')");
            throw thrown;
          };

      assertThat(connection.call("transaction", good)).isEqualTo(true);
      assertThatThrownBy(() -> connection.call("transaction", bad)).isSameAs(thrown);

      assertThat(connection.get("in_transaction")).isEqualTo(false);
      assertThat(rows(connection, "SELECT a FROM t")).isEqualTo(List.of(List.of("kept")));
      assertThat(connection.get("changes")).isEqualTo(2L);
    }
  }

  @Test
  void transaction_whoseCommitFails_isRolledBack(Interpreter interpreter) {
    try (Resource connection = memory(interpreter)) {
      connection.call(
          "execute_script",
          """
          PRAGMA foreign_keys = ON;
          CREATE TABLE p (id INTEGER PRIMARY KEY);
          CREATE TABLE c (id REFERENCES p DEFERRABLE INITIALLY DEFERRED);
          """);
      TenonCallable orphan = _ -> connection.call("execute", "INSERT INTO c VALUES (1)");

      assertThatExceptionOfType(ModuleError.class)
          .isThrownBy(() -> connection.call("transaction", orphan))
          .withMessageStartingWith("FOREIGN KEY constraint failed");
      assertThat(connection.get("in_transaction")).isEqualTo(false);
      assertThat(rows(connection, "SELECT * FROM c")).isEmpty();
    }
  }

  @Test
  void blobs_goThroughMemoryOfTheHost(Interpreter interpreter) {
    try (Resource connection = memory(interpreter);
        Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(100_000).fill((byte) 3);
      data.set(ValueLayout.JAVA_BYTE, 99_999, (byte) 4);
      connection.call("execute", "CREATE TABLE b (data)");
      connection.call("execute", "INSERT INTO b VALUES (?)", List.of(data));
      MemorySegment out = arena.allocate(60_000);

      assertThat(connection.call("read_blob", "b", "data", 1, out)).isEqualTo(60_000L);
      assertThat(out.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 3);
      assertThat(connection.call("read_blob", "b", "data", 1, out, 60_000)).isEqualTo(40_000L);
      assertThat(out.get(ValueLayout.JAVA_BYTE, 39_999)).isEqualTo((byte) 4);
      assertThat(connection.call("read_blob", "b", "data", 1, out, 100_000)).isEqualTo(0L);
      assertThatExceptionOfType(ModuleError.class)
          .isThrownBy(() -> connection.call("read_blob", "b", "data", 2, out))
          .withMessageContaining("no such rowid: 2");
    }
  }

  @Test
  void close_ofConnection_closesItsStatements(Interpreter interpreter) {
    Resource connection = numbers(interpreter, 5);
    Resource statement = prepare(connection, "SELECT n FROM numbers");
    assertThat((List<?>) statement.call("fetch", 1)).hasSize(1);
    connection.call("close");

    assertThat(connection.isClosed()).isTrue();
    assertThatExceptionOfType(ModuleError.class)
        .isThrownBy(() -> statement.call("fetch"))
        .withMessage("the database of the statement is closed");
    statement.close();
  }

  @Test
  void readOnlyConnection_doesNotWrite(Interpreter interpreter) {
    Path file = folder.resolve("read.db");
    connect(interpreter, file).call("execute", "CREATE TABLE t (a)");
    ModuleObject sqlite = interpreter.importModule("sqlite");
    Resource reader =
        (Resource)
            Objects.requireNonNull(
                sqlite.callWith("connect", Map.of("read_only", true), file.toString()));

    assertThatExceptionOfType(ModuleError.class)
        .isThrownBy(() -> reader.call("execute", "INSERT INTO t VALUES (1)"))
        .withMessageStartingWith("attempt to write a readonly database");
  }

  @Test
  void interpreterThatEnds_closesWhatWasForgotten() throws IOException {
    Path file = folder.resolve("forgotten.db");
    List<String> warnings = new ArrayList<>();
    try (Interpreter interpreter =
        Interpreter.builder()
            .path(MODULES)
            .onWarning(warning -> warnings.add(warning.toString()))
            .build()) {
      Resource connection = connect(interpreter, file);
      connection.call("execute_script", "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
      TenonCallable same = arguments -> arguments[0];
      connection.call("create_function", "same", 1, same);
      Resource statement = prepare(connection, "SELECT same(a) FROM t");
      assertThat((List<?>) statement.call("fetch", 1)).hasSize(1);
      connection.call("execute_script", "BEGIN; INSERT INTO t VALUES (3)");
      assertThat(folder.resolve("forgotten.db-journal")).exists();
    }

    assertThat(warnings).isEmpty();
    assertThat(folder.resolve("forgotten.db-journal")).doesNotExist();
    try (Interpreter interpreter = Interpreter.builder().path(MODULES).build()) {
      assertThat(
              interpreter
                  .importModule("sqlite")
                  .call("query", file.toString(), "SELECT count(*) FROM t"))
          .isEqualTo(List.of(List.of(2L)));
    }
    Files.delete(file);
  }

  @Test
  void isolation_sqliteIsInitializedOnce() throws Exception {
    IsolationReport report =
        IsolationCheck.of("sqlite")
            .path(MODULES)
            .exercise(
                "query(':memory:', 'SELECT 1 + 1'); query(':memory:', 'SELEKT');"
                    + " query('/nowhere/x.db', 'SELECT 1'); connect(':memory:')")
            .timeout(600) // watching stores is slow where the processor is busy
            .run();

    assertThat(report.verdict()).as(report.text()).isEqualTo(Verdict.INITIALIZED_ONCE);
  }
}
