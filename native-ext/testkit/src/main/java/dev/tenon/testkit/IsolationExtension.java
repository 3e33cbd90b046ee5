// SPDX-License-Identifier: Apache-2.0
package dev.tenon.testkit;

import dev.tenon.isolation.IsolationReport;
import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/// Runs the check of an [IsolationTest]; the annotation brings it along.
public final class IsolationExtension implements BeforeEachCallback, ParameterResolver {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(IsolationExtension.class);

  /// For JUnit.
  public IsolationExtension() {}

  @Override
  public void beforeEach(ExtensionContext context) {
    Method method = context.getRequiredTestMethod();
    IsolationTest test =
        AnnotationSupport.findAnnotation(method, IsolationTest.class).orElseThrow();
    IsolationReport report =
        TenonAssertions.assertThatModule(test.module())
            .onPath(test.path().length > 0 ? test.path() : InterpreterExtension.pathOf(context))
            .withInterpreters(test.interpreters())
            .ignoring(test.ignore())
            .whenDoing(test.calls())
            .isIsolated()
            .report();
    context.getStore(NAMESPACE).put(IsolationReport.class, report);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == IsolationReport.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context.getStore(NAMESPACE).get(IsolationReport.class, IsolationReport.class);
  }
}
