package org.gradcl.conformance.layer;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.select;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Value;
import org.gradcl.nn.Activated;
import org.gradcl.nn.Activations;
import org.gradcl.nn.AdaptiveAvgPool;
import org.gradcl.nn.AvgPool;
import org.gradcl.nn.BatchNorm;
import org.gradcl.nn.Block;
import org.gradcl.nn.ChannelsFirst;
import org.gradcl.nn.Conv1d;
import org.gradcl.nn.Conv2d;
import org.gradcl.nn.ConvTranspose2d;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Embedding;
import org.gradcl.nn.Flatten;
import org.gradcl.nn.Glu;
import org.gradcl.nn.GroupNorm;
import org.gradcl.nn.LayerNorm;
import org.gradcl.nn.MaxPool;
import org.gradcl.nn.MultiHeadAttention;
import org.gradcl.nn.PRelu;
import org.gradcl.nn.Permute;
import org.gradcl.nn.Reshape;
import org.gradcl.nn.Residual;
import org.gradcl.nn.RmsNorm;
import org.gradcl.nn.Scope;
import org.gradcl.nn.Sequential;
import org.gradcl.nn.Softmax;
import org.gradcl.tensor.Shape;

/** Layers of odd, prime and least sizes; those of sequences have cases of their own. */
final class LayerCases {
  private LayerCases() {}

  static List<LayerCase> all() {
    return Stream.of(
            dense(), convolutions(), pools(), norms(), tables(), shapes(), dropped(), least())
        .flatMap(List::stream)
        .toList();
  }

  private static LayerCase of(Block block, int... input) {
    return new LayerCase(block, Shape.of(input));
  }

  private static List<LayerCase> dense() {
    return List.of(
        of(Dense.to(5, Activations.TANH), 3, 7),
        of(Dense.to(5).withoutBias(), 2, 3, 7),
        of(Dense.to(1, Activations.MISH), 1, 1, 1),
        of(Dense.to(3, Activations.SOFTPLUS), 2, 3, 1, 5),
        of(Activated.by(Activations.GELU_TANH), 3, 4, 5),
        of(Dropout.of(0.3), 5, 7),
        of(MultiHeadAttention.of(2).withKeyHeads(1).causally().withDropout(0.3), 3, 5, 6),
        of(Residual.of(Dense.to(5, Activations.TANH), Dense.to(5)), 3, 5),
        of(new PRelu(true), 3, 4, 5),
        of(PRelu.standard(), 3, 5),
        of(Glu.glu(), 3, 2, 6),
        of(Glu.swiglu(), 2, 10),
        of(Softmax.standard(), 3, 2, 5),
        of(Softmax.ofLogarithms(), 3, 7));
  }

  private static List<LayerCase> convolutions() {
    return List.of(
        of(Conv2d.of(3, 3).padding(1), 2, 5, 7, 2),
        of(Conv2d.of(2, 3, 2).stride(2, 3).padding(1, 0).dilation(1, 2), 3, 7, 8, 3),
        of(Conv2d.of(4, 2).samePadding().withoutBias(), 1, 3, 5, 1),
        of(Conv2d.of(6, 3).groups(2).stride(2).activation(Activations.TANH), 2, 7, 5, 4),
        of(Conv2d.of(6, 3).groups(3).padding(1), 2, 5, 5, 3),
        of(Conv2d.of(5, 1), 2, 3, 3, 7),
        of(Conv2d.of(1, 1), 1, 1, 1, 1),
        of(Conv2d.of(2, 3).padding(2).dilation(2).stride(3), 1, 5, 4, 3),
        of(Conv1d.of(3, 4).stride(2).padding(1).dilation(2), 2, 11, 3),
        of(Conv1d.of(2, 3).samePadding(), 3, 5, 1),
        of(Conv1d.of(4, 2).groups(2), 1, 2, 2),
        of(ConvTranspose2d.of(3, 3).stride(2).padding(1).outputPadding(1), 2, 3, 4, 2),
        of(ConvTranspose2d.of(5, 2).stride(2), 2, 3, 2, 3),
        of(ConvTranspose2d.of(4, 2).groups(2).stride(3), 1, 3, 2, 2),
        of(ConvTranspose2d.of(1, 3).dilation(2), 2, 1, 2, 1),
        of(new ChannelsFirst(Conv2d.of(3, 3).padding(1).stride(2)), 2, 2, 5, 7));
  }

  private static List<LayerCase> pools() {
    return List.of(
        of(MaxPool.of(2), 2, 5, 7, 3),
        of(MaxPool.of(2), 3, 4, 6, 17),
        of(MaxPool.of(3), 1, 3, 9, 1),
        of(MaxPool.ofSignals(3), 2, 9, 16),
        of(MaxPool.of(3).stride(2, 1).padding(1, 0), 1, 7, 5, 8),
        of(MaxPool.of(1), 1, 1, 1, 1),
        of(MaxPool.ofSignals(3).stride(2), 3, 11, 5),
        of(AvgPool.of(2), 2, 5, 4, 9),
        of(AvgPool.of(2), 2, 6, 4, 9),
        of(AvgPool.of(3).stride(2, 2).padding(1, 1), 2, 5, 7, 3),
        of(AvgPool.of(3).stride(2, 2).padding(1, 1).withoutPaddingInMean(), 2, 5, 7, 3),
        of(AvgPool.ofSignals(2).stride(1), 1, 7, 5),
        of(AdaptiveAvgPool.global(), 3, 5, 2, 7),
        of(AdaptiveAvgPool.of(2, 3), 2, 4, 9, 1),
        of(AdaptiveAvgPool.of(3, 1), 1, 3, 5, 7),
        of(AdaptiveAvgPool.ofSignals(3), 2, 9, 5),
        of(AdaptiveAvgPool.ofSignals(1), 1, 7, 3),
        of(Conv2d.of(6, 3).groups(3).stride(2).padding(1), 2, 5, 7, 3),
        of(Conv1d.of(5, 3).groups(5).dilation(2).padding(2), 2, 7, 5));
  }

  private static List<LayerCase> norms() {
    return List.of(
        of(BatchNorm.standard(), 7, 3),
        of(BatchNorm.standard(), 3, 5, 2),
        of(new BatchNorm(0.3, 1e-3, false), 2, 3, 5, 3),
        of(BatchNorm.standard(), 1, 3, 1, 1),
        of(LayerNorm.standard(), 3, 7),
        of(new LayerNorm(2, 1e-3, true), 2, 3, 5),
        of(new LayerNorm(1, 1e-5, false), 2, 3, 4),
        of(GroupNorm.of(2), 3, 5, 4),
        of(new GroupNorm(1, 1e-3, false), 1, 2, 3, 3),
        of(GroupNorm.of(3), 2, 9),
        of(RmsNorm.standard(), 3, 2, 5));
  }

  /** A layer of indices, told how many thresholds its input lies above, times that input. */
  private record Counted(Embedding embedding) implements Block {
    @Override
    public Value append(Scope scope, Value x) {
      Value index =
          scope.map(x, e -> step(e, -0.5).plus(step(e, 0)).plus(step(e, 0.5)).plus(step(e, 1)));
      int[] extents = Arrays.copyOf(x.shape().extents(), x.shape().rank() + 1);
      extents[x.shape().rank()] = 1;
      Value each = scope.graph().reshape(x, Shape.of(extents));
      return scope.map(embedding.append(scope, index), each, Expr::times);
    }

    private static Expr step(Expr x, double threshold) {
      return select(x.greater(threshold), constant(1), constant(0));
    }

    @Override
    public String describe() {
      return embedding.describe();
    }
  }

  private static List<LayerCase> tables() {
    return List.of(
        of(new Counted(Embedding.of(5, 3)), 3, 7),
        of(new Counted(Embedding.of(5, 1)), 1, 1),
        of(new Counted(Embedding.of(7, 4)), 2, 3, 2));
  }

  private static List<LayerCase> shapes() {
    return List.of(
        of(new Flatten(), 2, 3, 5, 2),
        of(new Flatten(), 3, 5),
        of(Reshape.to(2, 6), 3, 4, 3),
        of(Permute.of(3, 1, 2), 2, 3, 4, 5));
  }

  /** What is dropped of layers whose rows are not those of their last axis, or lie across. */
  private static List<LayerCase> dropped() {
    Dropout dropout = Dropout.of(0.3);
    return List.of(
        of(Sequential.of(new LayerNorm(2, 1e-3, true), dropout), 2, 3, 5),
        of(Sequential.of(new LayerNorm(3, 1e-3, false), dropout, Dense.to(2)), 2, 3, 2, 5),
        of(Sequential.of(GroupNorm.of(2), dropout), 3, 5, 4),
        of(Sequential.of(BatchNorm.standard(), dropout), 3, 5, 2),
        of(Sequential.of(Softmax.standard(), dropout), 3, 2, 5),
        of(Sequential.of(MaxPool.of(2), dropout), 2, 5, 7, 3),
        of(Sequential.of(Conv2d.of(4, 3).groups(2), dropout), 2, 5, 7, 4),
        of(Sequential.of(Permute.of(2, 1), dropout), 2, 5, 7));
  }

  /** One sample of one number; two where a layer takes pairs, or would be the global pool. */
  private static List<LayerCase> least() {
    return List.of(
        of(Activated.by(Activations.SOFTSIGN), 1, 1),
        of(Dropout.of(0.5), 1, 1),
        of(Residual.of(Dense.to(1)), 1, 1),
        of(new PRelu(true), 1, 1),
        of(Glu.glu(), 1, 2),
        of(Glu.swiglu(), 1, 2),
        of(Softmax.standard(), 1, 1),
        of(Softmax.ofLogarithms(), 1, 1),
        of(Conv1d.of(1, 1), 1, 1, 1),
        of(ConvTranspose2d.of(1, 1), 1, 1, 1, 1),
        of(new ChannelsFirst(Conv2d.of(1, 1)), 1, 1, 1, 1),
        of(MaxPool.ofSignals(1), 1, 1, 1),
        of(AvgPool.of(1), 1, 1, 1, 1),
        of(AvgPool.ofSignals(1), 1, 1, 1),
        of(AdaptiveAvgPool.global(), 1, 1, 1, 1),
        of(AdaptiveAvgPool.of(2, 1), 1, 2, 1, 1),
        of(AdaptiveAvgPool.ofSignals(2), 1, 2, 1),
        of(AdaptiveAvgPool.ofSignals(1), 1, 1, 1),
        of(LayerNorm.standard(), 1, 1),
        of(GroupNorm.of(1), 1, 1),
        of(new RmsNorm(0.5), 1, 1),
        of(new Flatten(), 1, 1, 1, 1),
        of(Reshape.to(1, 1), 1, 1),
        of(Permute.of(2, 1), 1, 1, 1));
  }
}
