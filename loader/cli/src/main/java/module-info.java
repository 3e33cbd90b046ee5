/// The `tenon` command.
@SuppressWarnings("requires-automatic") // JLine's jar has a name and no descriptor
module dev.tenon.cli {
  requires dev.tenon;
  requires dev.tenon.cdef;
  requires dev.tenon.isolation;
  requires info.picocli;
  requires java.compiler;
  requires net.fornwall.jelf;
  requires org.jline;

  uses dev.tenon.imports.ModuleFileType;
}
