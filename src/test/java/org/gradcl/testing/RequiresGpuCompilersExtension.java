package org.gradcl.testing;

import java.util.concurrent.atomic.AtomicBoolean;
import org.gradcl.gpu.compiler.GpuTools;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Gives {@link RequiresGpuCompilers} its meaning. */
final class RequiresGpuCompilersExtension implements ExecutionCondition {
  private static final String PROPERTY = "gradcl.tests.gpu";
  private static final AtomicBoolean SAID = new AtomicBoolean();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    String expectation = System.getProperty(PROPERTY, "auto");
    boolean there = GpuTools.find().isPresent();
    switch (expectation) {
      case "required" -> {
        if (!there) {
          throw new IllegalStateException(
              PROPERTY + "=required, but no compilers are in " + GpuTools.place() + CURE);
        }
        return ConditionEvaluationResult.enabled("required");
      }
      case "auto" -> {
        if (there) {
          return ConditionEvaluationResult.enabled("compilers are in " + GpuTools.place());
        }
        String reason = "no compilers for GPUs are in " + GpuTools.place() + CURE;
        if (!SAID.getAndSet(true)) {
          // Said once, on the console: reports alone hold the reason of each skipped test.
          LoggerFactory.getLogger(RequiresGpuCompilers.class)
              .warn("The static gate for GPUs is SKIPPED: {}", reason);
        }
        return ConditionEvaluationResult.disabled("SKIPPED: " + reason);
      }
      case "absent" -> {
        return ConditionEvaluationResult.disabled("SKIPPED: " + PROPERTY + "=absent");
      }
      default ->
          throw new IllegalStateException(
              PROPERTY + " is '" + expectation + "'; known are required, auto and absent");
    }
  }

  private static final String CURE = "; src/gpu/get-tools.sh fetches them";
}
