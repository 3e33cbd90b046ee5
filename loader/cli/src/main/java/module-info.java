/// The `tenon` command.
module dev.tenon.cli {
  requires dev.tenon;
  requires info.picocli;
}
