package org.gradcl.loss;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.exp;
import static org.gradcl.expr.Functions.log;
import static org.gradcl.expr.Functions.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.AxisIndex;
import org.gradcl.graph.Graph;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.Value;

/**
 * The cross-entropy of softmax(z) against the index of the true class.
 *
 * <pre>
 * z [batch, …, K]: logits     t [batch, …]: a class index 0 … K − 1, stored as a float
 * r0 = max z,  r1 = Σ e^(z − r0),  r2 = z − r0 of the column t,  r3 = Σ w·(z − r0)
 * L  = (1 − s)·w_t·(ln r1 − r2) + s/K·(Σw·ln r1 − r3)          0 where t is ignored
 * ∂L/∂z = softmax(z) − (column = t ? 1 : 0) without smoothing s and weights w of classes
 * </pre>
 *
 * <p>A target that is no index of a column gives a loss without its r2, that of the column with the
 * largest logit; with weights it is ignored. So a class is judged that the model never saw; other
 * data must be checked before. Source of the smoothing: Szegedy et al., Rethinking the Inception
 * Architecture, 2016; with weights it is PyTorch's.
 *
 * @param targets weights of classes, and the target that is ignored
 * @param labelSmoothing s, from 0 to below 1: the share of the target that is spread over all
 *     classes
 * @param reduction how the targets of a batch become one number
 */
public record SoftmaxCrossEntropy(ClassTargets targets, double labelSmoothing, Reduction reduction)
    implements ClassLoss {

  /**
   * Checks the smoothing.
   *
   * @throws IllegalArgumentException if it lies outside its range
   */
  public SoftmaxCrossEntropy {
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new IllegalArgumentException(
          "Label smoothing is from 0 to below 1, found " + labelSmoothing);
    }
  }

  /** All classes alike, without smoothing. */
  SoftmaxCrossEntropy(Reduction reduction) {
    this(ClassTargets.ALIKE, 0, reduction);
  }

  /**
   * {@return this loss with weights of classes}
   *
   * @param weights one for each class, at least 0
   */
  public SoftmaxCrossEntropy withClassWeights(double... weights) {
    return new SoftmaxCrossEntropy(targets.withWeights(weights), labelSmoothing, reduction);
  }

  /**
   * {@return this loss with a target that costs and counts nothing}
   *
   * @param index such as −100
   */
  public SoftmaxCrossEntropy ignoring(int index) {
    return new SoftmaxCrossEntropy(targets.ignoring(index), labelSmoothing, reduction);
  }

  /**
   * {@return this loss with label smoothing}
   *
   * @param share from 0 to below 1
   */
  public SoftmaxCrossEntropy withLabelSmoothing(double share) {
    return new SoftmaxCrossEntropy(targets, share, reduction);
  }

  /**
   * {@return this loss with another reduction}
   *
   * @param other in place of the present one
   */
  public SoftmaxCrossEntropy withReduction(Reduction other) {
    return new SoftmaxCrossEntropy(targets, labelSmoothing, other);
  }

  @Override
  public Value each(Graph graph, Value prediction, Value target) {
    int last = prediction.shape().rank() - 1;
    List<IndexedValue> reads = new ArrayList<>();
    Expr shifted = read(reads, IndexedValue.whole(prediction)).minus(RowProgram.reduced(0));
    Expr t = read(reads, IndexedValue.whole(target));
    List<RowReduction> reductions = new ArrayList<>();
    reductions.add(RowReduction.maximum(MapElements.variable(0)));
    reductions.add(RowReduction.sum(exp(shifted)));
    reductions.add(RowReduction.sum(select(Expr.index(last).equalTo(t), shifted, constant(0))));
    Expr logarithm = log(RowProgram.reduced(1));
    Expr loss = logarithm.minus(RowProgram.reduced(2));
    Optional<Value> weights = targets.weightsByClass(graph);
    if (weights.isPresent()) {
      Value ofTarget = targets.counts(graph, target).orElseThrow();
      loss = loss.times(read(reads, IndexedValue.whole(ofTarget)));
    }
    if (labelSmoothing > 0) {
      Expr term = shifted;
      if (weights.isPresent()) {
        IndexedValue byClass = new IndexedValue(weights.get(), List.of(AxisIndex.along(last)));
        term = shifted.times(read(reads, byClass));
      }
      reductions.add(RowReduction.sum(term));
      int classes = prediction.shape().columns();
      Expr spread = logarithm.times(targets.sumOfWeights(classes)).minus(RowProgram.reduced(3));
      loss = loss.times(1 - labelSmoothing).plus(spread.times(labelSmoothing / classes));
    }
    loss = targets.unlessIgnored(t, loss, constant(0));
    RowProgram program = new RowProgram(reductions, loss, true);
    return graph.rowsOfViews(prediction.shape(), last, program, reads);
  }

  private static Expr read(List<IndexedValue> reads, IndexedValue read) {
    reads.add(read);
    return MapElements.variable(reads.size() - 1);
  }

  @Override
  public String describe() {
    return "softmax_cross_entropy"
        + (labelSmoothing == 0 ? "" : " label_smoothing=" + Description.format(labelSmoothing))
        + targets.describe()
        + " reduction="
        + Description.lowerCase(reduction);
  }

  @Override
  public String toString() {
    return describe();
  }
}
