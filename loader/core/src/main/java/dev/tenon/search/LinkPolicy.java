// SPDX-License-Identifier: Apache-2.0
package dev.tenon.search;

/// What is done with a module file that a folder on the path holds only as a symbolic link.
public enum LinkPolicy {
  /// The file itself has to lie in the folder it was found in or in another folder of the path; a
  /// file elsewhere is refused. The folders on the path may be links themselves.
  INSIDE_PATH,
  /// The file may lie anywhere.
  ANYWHERE
}
