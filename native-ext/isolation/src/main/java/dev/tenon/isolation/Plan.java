package dev.tenon.isolation;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a helper process is to do.
///
/// @param module the name of the module
/// @param path the module path
/// @param exercise what is done with it in each interpreter
/// @param interpreters how many; 1 for the run that the others are compared with
/// @param privateImage whether each interpreter gets an image of the module for itself
record Plan(
    String module, List<String> path, String exercise, int interpreters, boolean privateImage)
    implements Serializable {

  /// What a run of one interpreter alone gives.
  ///
  /// @param rounds the outcomes of the exercise, for each of the rounds that a run has
  record Alone(List<List<String>> rounds) implements Serializable {}

  static void write(Path file, Serializable value) throws IOException {
    try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(file))) {
      out.writeObject(value);
    }
  }

  static <T> T read(Path file, Class<T> type) throws IOException {
    try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(file))) {
      return type.cast(in.readObject());
    } catch (ClassNotFoundException e) {
      throw new IOException("the helper process wrote something else", e);
    }
  }
}
