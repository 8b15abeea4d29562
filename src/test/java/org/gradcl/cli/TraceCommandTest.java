package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceCommandTest {
  @ParameterizedTest
  @ValueSource(strings = "jvm")
  void everyNumberOfAStepIsShown(String device) {
    show(device);
  }

  @Test
  @RequiresOpenCl
  void onOpenClToo() {
    show("opencl");
  }

  private static void show(String device) {
    CommandRun run = CommandRun.of("trace", "--device", device);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    List<String> lines = run.out().lines().map(String::strip).toList();
    assertThat(lines)
        .containsSubsequence(
            "loss = sum of ((0.5 * (layer.0.preactivation - target)^2) * 1)",
            "∂L/∂prediction = ∂L/∂layer.0.preactivation",
            "∂L/∂layer.0.weight = ∂L/∂layer.0.preactivationᵀ · input",
            "layer.0.weight = (parameter - (learningRate * gradient))",
            "layer.0.activation = tanh(layer.0.preactivation)",
            "∂L/∂layer.1.preactivation = (∂L/∂layer.1.activation * (1 - layer.1.activation^2))",
            "∂L/∂layer.0.activation = ∂L/∂layer.1.preactivation · layer.1.weight",
            "∂L/∂layer.0.bias = column sums of ∂L/∂layer.0.preactivation",
            "All numbers are right.");
    assertThat(run.out())
        .containsPattern("\\n +0\\.0(200000|199999)\\d+ +0\\.0199999976158\\n")
        .containsPattern("-0\\.(199999|200000)\\d+ +-0\\.199999988079 +-0\\.19999998807");
    assertThat(lines.stream().filter(line -> line.startsWith("backward")).count()).isEqualTo(2);
  }
}
