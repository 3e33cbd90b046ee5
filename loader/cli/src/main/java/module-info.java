// SPDX-License-Identifier: Apache-2.0
/// The `tenon` command.
@SuppressWarnings(
    "requires-automatic") // JLine has no descriptor; to require such a module at run time resolves
// all of its kind
module dev.tenon.cli {
  requires dev.tenon;
  requires dev.tenon.cdef;
  requires dev.tenon.isolation;
  requires info.picocli;
  requires java.compiler;
  requires net.fornwall.jelf;
  requires static org.jline;
  requires static org.jspecify;

  uses dev.tenon.search.ModuleFileType;
}
