// SPDX-License-Identifier: Apache-2.0
package dev.tenon.testkit;

/// The entry point of the assertions of the test kit.
public final class TenonAssertions {

  private TenonAssertions() {}

  /// Starts assertions on a module:
  /// `assertThatModule("counter").onPath("modules").whenDoing("next()").isIsolated()`.
  public static ModuleAssert assertThatModule(String name) {
    return new ModuleAssert(name);
  }
}
