// SPDX-License-Identifier: Apache-2.0
/// Values, queues and work between interpreters.
module dev.tenon.concurrent {
  requires transitive dev.tenon;
  requires static org.jspecify;

  exports dev.tenon.concurrent;
}
