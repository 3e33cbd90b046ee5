// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.run;

import dev.tenon.isolation.Finding;
import dev.tenon.isolation.WritableStatic;
import dev.tenon.isolation.memory.Image;
import dev.tenon.isolation.memory.Place;
import dev.tenon.isolation.memory.Written;
import dev.tenon.module.InterpreterSupport;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a helper process is to do.
///
/// @param module the name of the module
/// @param path the module path
/// @param exercise what is done with it in each interpreter
/// @param interpreters how many
/// @param privateImage whether each interpreter gets an image of the module for itself
public record Plan(
    Task task,
    String module,
    List<String> path,
    String exercise,
    int interpreters,
    boolean privateImage)
    implements Serializable {

  /// The three processes of a check.
  public enum Task {
    /// One interpreter has the process to itself.
    ALONE(1L << 26),
    /// Several, in turn and at once.
    TOGETHER(1L << 27),
    /// Several, in another order, with every store to a variable watched after the first use.
    TRACED(1L << 28);

    private final long firstReference;

    Task(long firstReference) {
      this.firstReference = firstReference;
    }

    /// Where the numbers of references to objects begin. One that the module keeps is another in
    /// each process, and too large for an ordinary number.
    ///
    /// @see Image#hasReference
    public long firstReference() {
      return firstReference;
    }
  }

  /// What a run of one interpreter alone gives.
  ///
  /// @param rounds the outcomes of the exercise, for each of the rounds that a run has
  /// @param files how many descriptors stayed open
  /// @param images the watched places after the first use, which [Traced] begins with as well
  public record Alone(
      List<List<String>> rounds, Map<String, Integer> files, Map<Place, Image> images)
      implements Serializable {}

  /// What several interpreters together give.
  ///
  /// @param rounds the outcomes of the exercise by round and interpreter: in turn, in turn again,
  ///   at once, with resources kept open
  /// @param findings what speaks against isolation whatever else is seen
  /// @param written the places that were written
  /// @param hosts the places that refer to memory of an interpreter
  /// @param images the watched places after the first interpreter's use
  /// @param files how many descriptors stayed open
  /// @param hasVariables whether there is anything for [Task#TRACED]
  public record Together(
      InterpreterSupport declared,
      List<List<List<String>>> rounds,
      List<Finding> findings,
      List<Written> written,
      Map<Place, String> hosts,
      Map<Place, Image> images,
      Map<String, Integer> files,
      List<WritableStatic> threadLocals,
      boolean hasVariables)
      implements Serializable {}

  /// What watching the stores gives.
  ///
  /// @param obstacle why not all stores were seen; empty if they were
  /// @param rewrites the stores after the first use
  /// @param unguarded the cells that were stored to without a lock or an atomic instruction, by
  ///   their offset
  /// @param images the watched places after the first interpreter's use
  public record Traced(
      String obstacle,
      List<Rewrite> rewrites,
      Map<Place, Set<Integer>> unguarded,
      Map<Place, Image> images)
      implements Serializable {
    public static Traced nothing(String obstacle) {
      return new Traced(obstacle, List.of(), Map.of(), Map.of());
    }
  }

  /// Stores to a place after the first use.
  ///
  /// @param step what was done
  /// @param code where the store is, in which library
  public record Rewrite(Place place, int interpreter, String step, String code)
      implements Serializable {}

  public static void write(Path file, Serializable value) throws IOException {
    try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(file))) {
      out.writeObject(value);
    }
  }

  public static <T> T read(Path file, Class<T> type) throws IOException {
    try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(file))) {
      return type.cast(in.readObject());
    } catch (ClassNotFoundException e) {
      throw new IOException("the helper process wrote something else", e);
    }
  }
}
