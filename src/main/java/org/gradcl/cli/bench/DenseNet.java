package org.gradcl.cli.bench;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.step.TrainingStep;

/**
 * A net of nothing but dense layers, as every peer has one.
 *
 * @param model whose layers state their widths
 */
record DenseNet(Sequential model) {
  static DenseNet of(TrainingStep step) {
    return new DenseNet((Sequential) step.model());
  }

  private List<Dense> layers() {
    return model.blocks().stream().map(Dense.class::cast).toList();
  }

  /** The multiply-adds of each layer for one sample. */
  List<Long> products() {
    List<Integer> widths = widths();
    return IntStream.range(1, widths.size())
        .mapToObj(i -> (long) widths.get(i - 1) * widths.get(i))
        .toList();
  }

  private List<Integer> widths() {
    return Stream.concat(
            Stream.of(model.inputShape().elements()), layers().stream().map(Dense::outputs))
        .toList();
  }

  /** Widths and the activation of the hidden layers, such as {@code 784-512-256-10,relu}. */
  String text() {
    return widths().stream().map(Object::toString).collect(Collectors.joining("-"))
        + ","
        + layers().get(0).activation().description();
  }
}
