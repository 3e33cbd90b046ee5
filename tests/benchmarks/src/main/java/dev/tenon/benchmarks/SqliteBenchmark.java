// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks;

import dev.tenon.Interpreter;
import dev.tenon.cdef.CObject;
import dev.tenon.module.ModuleObject;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to read a row of a table of a million, through declarations and through handles
/// written by hand.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("restricted") // the bare call is what the others are measured against
public class SqliteBenchmark {

  private static final int ROWS = 1_000_000;
  private static final int ROW = 100;
  private static final String FILL =
      "CREATE TABLE numbers AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT"
          + " "
          + ROWS
          + ") SELECT i, i * 0.5 AS half FROM n";
  private static final String DECLARATIONS =
      """
      #pragma tenon library("libsqlite3.so.0", "libsqlite3.dylib")
      typedef struct sqlite3 sqlite3;
      typedef struct sqlite3_stmt sqlite3_stmt;
      #pragma tenon out(sqlite3_open.db, sqlite3_prepare_v2.statement)
      #pragma tenon owned(sqlite3_close_v2: sqlite3_open.db)
      #pragma tenon owned(sqlite3_finalize: sqlite3_prepare_v2.statement)
      #pragma tenon fails_if(result != 0: sqlite3_open, sqlite3_exec, sqlite3_prepare_v2)
      #pragma tenon nullable(sqlite3_exec.*, sqlite3_prepare_v2.tail)
      int sqlite3_open(const char *file, sqlite3 **db);
      int sqlite3_close_v2(sqlite3 *db);
      int sqlite3_exec(sqlite3 *db, const char *sql, void *each, void *context, char **message);
      int sqlite3_prepare_v2(sqlite3 *db, const char *sql, int length, sqlite3_stmt **statement, const char **tail);
      int sqlite3_step(sqlite3_stmt *statement);
      int sqlite3_reset(sqlite3_stmt *statement);
      long long sqlite3_column_int64(sqlite3_stmt *statement, int column);
      double sqlite3_column_double(sqlite3_stmt *statement, int column);
      int sqlite3_finalize(sqlite3_stmt *statement);
      """;
  private static final MethodHandle STEP =
      link("sqlite3_step", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
  private static final MethodHandle RESET =
      link("sqlite3_reset", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
  private static final MethodHandle INTEGER =
      link(
          "sqlite3_column_int64",
          FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  private static final MethodHandle REAL =
      link(
          "sqlite3_column_double",
          FunctionDescriptor.of(
              ValueLayout.JAVA_DOUBLE, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));

  /// A function of a statement.
  public interface OfStatement {
    /// Calls it.
    int call(CObject statement);
  }

  /// Reads an integer.
  public interface IntegerColumn {
    /// The value of a column.
    long of(CObject statement, int column);
  }

  /// Reads a number.
  public interface RealColumn {
    /// The value of a column.
    double of(CObject statement, int column);
  }

  private Interpreter interpreter;
  private CObject statement;
  private MemorySegment bareStatement;
  private OfStatement step;
  private OfStatement reset;
  private IntegerColumn integer;
  private RealColumn real;

  private static MethodHandle link(String name, FunctionDescriptor type) {
    SymbolLookup library = SymbolLookup.libraryLookup("libsqlite3.so.0", Arena.global());
    MemorySegment symbol = MemorySegment.ofAddress(library.find(name).orElseThrow().address());
    return Linker.nativeLinker().downcallHandle(symbol, type);
  }

  /// Fills a table.
  @Setup
  public void open() throws IOException {
    Path folder = Files.createTempDirectory("benchmark");
    Files.writeString(folder.resolve("sqlite3.cdef.h"), DECLARATIONS);
    interpreter = Interpreter.builder().path(folder).build();
    ModuleObject sqlite = interpreter.importModule("sqlite3");
    CObject db = (CObject) sqlite.call("sqlite3_open", ":memory:");
    sqlite.call("sqlite3_exec", db, FILL, null, null, null);
    statement =
        (CObject) sqlite.call("sqlite3_prepare_v2", db, "SELECT i, half FROM numbers", -1, null);
    bareStatement = MemorySegment.ofAddress(statement.address());
    step = sqlite.bind("sqlite3_step", OfStatement.class);
    reset = sqlite.bind("sqlite3_reset", OfStatement.class);
    integer = sqlite.bind("sqlite3_column_int64", IntegerColumn.class);
    real = sqlite.bind("sqlite3_column_double", RealColumn.class);
  }

  /// Closes the interpreter, and with it statement and database.
  @TearDown
  public void close() {
    interpreter.close();
  }

  /// Rows through bound functions.
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double rowCdef() {
    double sum = 0;
    while (step.call(statement) == ROW) {
      sum += integer.of(statement, 0) + real.of(statement, 1);
    }
    int _ = reset.call(statement);
    return sum;
  }

  /// Rows through handles written by hand.
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double rowFfm() throws Throwable {
    double sum = 0;
    while ((int) STEP.invokeExact(bareStatement) == ROW) {
      sum +=
          (long) INTEGER.invokeExact(bareStatement, 0)
              + (double) REAL.invokeExact(bareStatement, 1);
    }
    int _ = (int) RESET.invokeExact(bareStatement);
    return sum;
  }
}
