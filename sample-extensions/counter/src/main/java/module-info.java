// SPDX-License-Identifier: Apache-2.0
/// A counter that lives in module state, written in Java.
module dev.tenon.sample.counter {
  requires dev.tenon;
  requires static org.jspecify;

  provides dev.tenon.module.ModuleProvider with
      dev.tenon.sample.counter.CounterModule;
}
