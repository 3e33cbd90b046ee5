// SPDX-License-Identifier: Apache-2.0
package dev.tenon.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The module path of the interpreters of a test. On a method it takes the place of that on the
/// class.
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface ModulePath {
  /// Folders and jars, relative to the folder that the tests run in.
  String[] value();
}
