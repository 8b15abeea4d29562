package org.gradcl.loss;

import static org.gradcl.loss.ScalarLoss.TARGET;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * A loss that is a scalar function of each number of several outputs of a model and, if it uses
 * one, of a target. All have the same shape.
 *
 * <pre>{@code
 * // The divergence of a Gaussian code from the standard one, of an output for its mean and one for
 * // the logarithm of its variance; it needs no target.
 * JointScalarLoss.of("code", 2, Reduction.BATCH_MEAN,
 *     (p, y) -> half(exp(p.get(1)).plus(square(p.get(0))).minus(1).minus(p.get(1))))
 * }</pre>
 *
 * @param name and settings but the reduction, such as {@code gaussian_nll eps=0.000001}
 * @param predictions how many outputs it reads
 * @param formula over {@link #prediction} and {@link ScalarLoss#TARGET}
 * @param reduction how the numbers of a batch become one
 */
public record JointScalarLoss(String name, int predictions, Expr formula, Reduction reduction)
    implements Loss {
  /**
   * Checks that nothing is missing.
   *
   * @throws IllegalArgumentException if it reads no output, or the formula has another variable
   */
  public JointScalarLoss {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(reduction, "reduction");
    if (predictions < 1) {
      throw new IllegalArgumentException("A loss reads at least one output, found " + predictions);
    }
    Set<String> unknown = new HashSet<>(formula.variables());
    unknown.remove(TARGET.name());
    IntStream.range(0, predictions).forEach(i -> unknown.remove(prediction(i).name()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              "The loss %s of %d outputs has unknown variables %s; known are prediction(0) to"
                  + " prediction(%d) and TARGET",
              name, predictions, unknown, predictions - 1));
    }
  }

  /**
   * {@return the variable of an output}
   *
   * @param i its place among those that the loss reads, from 0
   */
  public static Expr prediction(int i) {
    return Expr.variable("prediction" + i);
  }

  /**
   * A loss stated as a function of outputs and target.
   *
   * @param name and settings but the reduction
   * @param predictions how many outputs it reads
   * @param reduction how the numbers of a batch become one
   * @param function the loss of one number of each output, in their order, and of y; where y is not
   *     used, the loss needs no target
   * @return the loss
   */
  public static JointScalarLoss of(
      String name,
      int predictions,
      Reduction reduction,
      BiFunction<List<Expr>, Expr, Expr> function) {
    List<Expr> outputs =
        IntStream.range(0, predictions).mapToObj(JointScalarLoss::prediction).toList();
    return new JointScalarLoss(name, predictions, function.apply(outputs, TARGET), reduction);
  }

  /**
   * {@return this loss with another reduction}
   *
   * @param other in place of the present one
   */
  public JointScalarLoss withReduction(Reduction other) {
    return new JointScalarLoss(name, predictions, formula, other);
  }

  private boolean hasTarget() {
    return formula.variables().contains(TARGET.name());
  }

  @Override
  public Optional<InputSpec> target(List<Shape> shapes) {
    if (shapes.stream().distinct().count() != 1) {
      throw new ShapeMismatchException(
          String.format(
              "The loss %s compares %d outputs number by number; their samples have the shapes %s",
              describe(), predictions, shapes));
    }
    return hasTarget() ? Optional.of(InputSpec.of(shapes.get(0))) : Optional.empty();
  }

  @Override
  public Value each(Graph graph, List<Value> values, Optional<Value> target) {
    Map<Expr, Expr> operands = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      operands.put(prediction(i), MapElements.variable(i));
    }
    operands.put(TARGET, MapElements.variable(values.size()));
    List<Value> read = new ArrayList<>(values);
    target.ifPresent(read::add);
    return graph.map(values.get(0).shape(), formula.replaceAll(operands), read);
  }

  @Override
  public String describe() {
    return name + " reduction=" + Description.lowerCase(reduction);
  }

  @Override
  public String toString() {
    return describe();
  }
}
