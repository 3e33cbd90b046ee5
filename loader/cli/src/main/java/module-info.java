/// The `tenon` command.
module dev.tenon.cli {
  requires dev.tenon;
  requires dev.tenon.cdef;
  requires dev.tenon.isolation;
  requires info.picocli;
  requires java.compiler;
  requires net.fornwall.jelf;

  uses dev.tenon.imports.ModuleFileType;
}
