// SPDX-License-Identifier: Apache-2.0
package dev.tenon.input;

import java.io.IOException;

/// A file is not read because of what it is or how much it holds. The message says what was found
/// and what is allowed, and stands alone behind the file's name.
public final class RefusedFileException extends IOException {

  private static final long serialVersionUID = 1L;

  RefusedFileException(String message) {
    super(message);
  }
}
