// SPDX-License-Identifier: Apache-2.0
package dev.tenon.testkit.use;

import java.nio.file.Path;

class JavaCounterTest extends CounterContract {

  @Override
  Path place() {
    return SampleFiles.javaCounter();
  }
}
