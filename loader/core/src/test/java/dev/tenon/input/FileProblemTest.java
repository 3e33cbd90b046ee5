// SPDX-License-Identifier: Apache-2.0
package dev.tenon.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileProblemTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new AccessDeniedException("f"), "permission denied"),
        Arguments.of(new NoSuchFileException("f"), "no such file or directory"),
        Arguments.of(new NotDirectoryException("f"), "'f' is not a directory"),
        Arguments.of(new FileAlreadyExistsException("f"), "'f' is in the way"),
        Arguments.of(new DirectoryNotEmptyException("f"), "'f' is not empty"),
        Arguments.of(new FileSystemException("f", null, "Is a directory"), "Is a directory"),
        Arguments.of(new IOException("disk on fire"), "disk on fire"),
        Arguments.of(new EOFException(), "it ends too early"),
        Arguments.of(new MalformedInputException(1), "it is not UTF-8 text"),
        Arguments.of(new FileSystemLoopException("f"), "too many levels of symbolic links"),
        Arguments.of(new RefusedFileException("it is a pipe"), "it is a pipe"),
        Arguments.of(new IOException(), "it cannot be read or written"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void reason_ofAnyFailure_isWords(IOException failure, String words) {
    assertThat(FileProblem.reason(failure)).isEqualTo(words);
  }
}
