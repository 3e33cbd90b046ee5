// SPDX-License-Identifier: Apache-2.0
package dev.tenon.value;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The attribute that a method of an interface stands for, where that is not the method's own name:
/// a keyword of Java, for instance. Of a record, the name of the type that it stands for. See
/// `ModuleObject.as`.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.RECORD_COMPONENT})
public @interface AttributeName {
  /// The name of the attribute.
  String value();
}
