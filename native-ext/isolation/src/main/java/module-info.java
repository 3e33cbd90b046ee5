/// Evidence about the isolation of native modules.
module dev.tenon.isolation {
  requires transitive dev.tenon;
  requires net.fornwall.jelf;
  requires static transitive org.jspecify;

  exports dev.tenon.isolation;
}
