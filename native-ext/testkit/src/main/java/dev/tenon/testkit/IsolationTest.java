// SPDX-License-Identifier: Apache-2.0
package dev.tenon.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test that runs an isolation check of a module before its body and fails unless interpreters
/// are kept apart. The body may take the [dev.tenon.isolation.IsolationReport] as a parameter.
///
/// ```java
/// @IsolationTest(module = "counter", path = "target/modules", calls = "add(40); next()")
/// void counter_keepsInterpretersApart() {}
/// ```
///
/// @see dev.tenon.isolation.check.IsolationCheck
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Test
@ExtendWith(IsolationExtension.class)
public @interface IsolationTest {
  /// The name of the module.
  String module();

  /// The module path: folders and jars. Without it the [ModulePath] of the test is taken.
  String[] path() default {};

  /// How many interpreters take part.
  int interpreters() default 4;

  /// What is accepted, each `LIBRARY[:SYMBOL] REASON`. Entries of the file beside the module,
  /// `NAME.so.isolation`, are added.
  ///
  /// @see dev.tenon.isolation.Acceptance
  String[] ignore() default {};

  /// What is done in each; without it the module is only imported.
  ///
  /// @see dev.tenon.isolation.check.IsolationCheck#exercise
  String calls() default "__name__";
}
