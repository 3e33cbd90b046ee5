// SPDX-License-Identifier: Apache-2.0
/// The test kit for authors of modules.
module dev.tenon.testkit {
  requires transitive dev.tenon;
  requires transitive dev.tenon.isolation;
  requires transitive org.assertj.core;
  requires transitive org.junit.jupiter.api;
  requires static org.jspecify;

  exports dev.tenon.testkit;
}
