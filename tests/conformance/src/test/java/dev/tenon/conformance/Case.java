// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Names the conformance cases that a test covers.
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Case {

  /// The ids of the cases, `"IMP-01"`.
  String[] value();
}
