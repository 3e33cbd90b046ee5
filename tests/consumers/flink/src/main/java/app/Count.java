// SPDX-License-Identifier: Apache-2.0
package app;

import dev.tenon.Interpreter;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/// Counts records in a module in C. Flink copies it into each task and calls [#open] there; the
/// task has an interpreter, with a private image of the module, from then on until [#close].
final class Count extends RichMapFunction<Long, Long> {

  private static final long serialVersionUID = 1;
  private static final int FAILING_TASK = 1;
  private static final long FAILING_COUNT = 100;

  private final String path;
  private transient Interpreter interpreter;
  private transient LongSupplier next;
  private transient long counted;

  Count(String path) {
    this.path = path;
  }

  @Override
  public void open(OpenContext context) {
    interpreter = Interpreter.builder().path(path).privateImage("counter").build();
    next = interpreter.importModule("counter").bind("next", LongSupplier.class);
  }

  @Override
  public Long map(Long record) {
    counted = next.getAsLong();
    if (counted == FAILING_COUNT && task().getIndexOfThisSubtask() == FAILING_TASK && isFirst()) {
      throw new IllegalStateException("the task fails at its record " + counted);
    }
    return counted;
  }

  @Override
  public void close() {
    if (interpreter != null) {
      interpreter.close();
    }
    Host.REPORTS.add(
        "task %d, attempt %d: counted %d"
            .formatted(task().getIndexOfThisSubtask(), task().getAttemptNumber(), counted));
  }

  private boolean isFirst() {
    return task().getAttemptNumber() == 0;
  }

  private TaskInfo task() {
    return getRuntimeContext().getTaskInfo();
  }
}
