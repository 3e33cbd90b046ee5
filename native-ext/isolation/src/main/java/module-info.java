// SPDX-License-Identifier: Apache-2.0
/// Evidence about the isolation of native modules.
module dev.tenon.isolation {
  requires transitive dev.tenon;
  requires java.management;
  requires jdk.management;
  requires net.fornwall.jelf;
  requires static org.jspecify;

  exports dev.tenon.isolation;
  exports dev.tenon.isolation.check;
}
