package org.gradcl.reference;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.gradcl.graph.Operation;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * Runs a step in float64, one operation at a time, each in the plainest way.
 *
 * <p>Safe for use by several threads: a run keeps nothing.
 */
public final class Interpreter {
  private final StepGraph step;

  /** An interpreter of a step. */
  public Interpreter(StepGraph step) {
    this.step = step;
  }

  /**
   * Runs the step once.
   *
   * @param inputs the batch, row major, by name
   * @throws IllegalArgumentException if an input or a parameter is missing or has another number of
   *     elements
   */
  public ReferenceResult run(Map<String, double[]> inputs, ReferenceState state) {
    Run run = new Run(inputs, state);
    Map<String, double[]> outputs = new LinkedHashMap<>();
    step.outputs().forEach((name, value) -> outputs.put(name, run.of(value)));
    OptionalDouble loss =
        step.loss().isPresent()
            ? OptionalDouble.of(run.of(step.loss().get())[0])
            : OptionalDouble.empty();
    Map<String, double[]> gradients = new LinkedHashMap<>();
    step.gradients()
        .forEach(
            (parameter, gradient) ->
                gradients.put(
                    name(parameter), withEarlier(run.of(gradient), name(parameter), state)));
    if (step.update().isEmpty()) {
      return new ReferenceResult(outputs, loss, gradients, 1, state);
    }
    Map<String, double[]> observed = new LinkedHashMap<>();
    step.observations().forEach(o -> observed.put(o.name(), run.of(o.observed())));
    UpdateStep update = new UpdateStep(step.update().get(), step.updateGroups());
    if (!step.part().isLast()) {
      return new ReferenceResult(
          outputs, loss, gradients, 1, update.observe(state, gradients, observed));
    }
    double clipScale = update.clipScale(gradients);
    return new ReferenceResult(
        outputs, loss, gradients, clipScale, update.apply(state, gradients, observed, clipScale));
  }

  /** A gradient with those of earlier batches of the same step. */
  private double[] withEarlier(double[] gradient, String name, ReferenceState state) {
    double[] sum = gradient;
    if (!step.part().isFirst()) {
      double[] earlier = state.tensor(StateLayout.gradientName(name));
      sum = new double[gradient.length];
      for (int i = 0; i < sum.length; i++) {
        sum[i] = earlier[i] + gradient[i];
      }
    }
    return sum;
  }

  /** The loss alone, without gradients and update. */
  public double loss(Map<String, double[]> inputs, ReferenceState state) {
    Value loss =
        step.loss().orElseThrow(() -> new IllegalStateException("An inference step has no loss"));
    return new Run(inputs, state).of(loss)[0];
  }

  private static String name(Value parameter) {
    return ((Operation.Parameter) parameter.operation()).name();
  }

  /** The values of one run, each computed when it is first needed. */
  private final class Run {
    private final Map<String, double[]> inputs;
    private final ReferenceState state;
    private final Map<Value, double[]> known = new HashMap<>();

    Run(Map<String, double[]> inputs, ReferenceState state) {
      this.inputs = inputs;
      this.state = state;
    }

    double[] of(Value value) {
      double[] values = known.get(value);
      if (values == null) {
        values = compute(value);
        known.put(value, values);
      }
      return values;
    }

    private double[] compute(Value value) {
      return switch (value.operation().kind()) {
        case INPUT ->
            given("input", ((Operation.Input) value.operation()).name(), inputs, value.shape());
        case PARAMETER -> given("parameter", name(value), state.tensors(), value.shape());
        case STEP_FIELD -> new double[] {field((Operation.Field) value.operation())};
        case ARGUMENT -> new double[] {((Operation.Argument) value.operation()).value()};
        case PRODUCT -> ProductEvaluator.of((Operation.Product) value.operation(), this::of);
        case RESHAPE -> of(((Operation.Reshape) value.operation()).operand());
        case MAP ->
            new ElementEvaluator(this::of, state)
                .map((Operation.MapElements) value.operation(), value.shape());
        case ROW -> new ElementEvaluator(this::of, state).rows((Operation.Rows) value.operation());
        case GATHER -> gather((Operation.Gather) value.operation());
        case SCATTER -> scatter((Operation.Scatter) value.operation());
        case JOIN -> join((Operation.Join) value.operation(), value.shape());
        case SUM -> sum((Operation.Sum) value.operation());
      };
    }

    private double[] given(String kind, String name, Map<String, double[]> values, Shape shape) {
      double[] found = values.get(name);
      if (found == null || found.length != shape.elements()) {
        throw new IllegalArgumentException(
            String.format(
                "The %s '%s' needs %d numbers for its shape %s, found %s",
                kind,
                name,
                shape.elements(),
                shape,
                found == null ? "none; given are " + values.keySet() : found.length + ""));
      }
      return found;
    }

    private double field(Operation.Field field) {
      return switch (field.field()) {
        case STEP -> state.step();
        case TOTAL_STEPS -> state.totalSteps();
        case LEARNING_RATE ->
            new UpdateStep(step.update().orElseThrow(), List.of()).learningRate(state);
        case CLIP_SCALE ->
            throw new IllegalStateException("No value of a graph may depend on " + field.field());
      };
    }

    private double[] join(Operation.Join join, Shape whole) {
      double[] result = new double[whole.elements()];
      for (Operation.Join.Part part : join.parts()) {
        double[] numbers = of(part.value());
        int[] index = new int[whole.rank()];
        for (double number : numbers) {
          int at = 0;
          for (int axis = 0; axis < index.length; axis++) {
            at = at * whole.extent(axis) + part.offsets().get(axis) + index[axis];
          }
          result[at] = number;
          for (int axis = index.length - 1; axis >= 0; axis--) {
            if (++index[axis] < part.value().shape().extent(axis)) {
              break;
            }
            index[axis] = 0;
          }
        }
      }
      return result;
    }

    private double[] gather(Operation.Gather gather) {
      double[] table = of(gather.table());
      double[] index = of(gather.index());
      int rows = gather.table().shape().extent(0);
      int width = table.length / rows;
      double[] result = new double[index.length * width];
      for (int i = 0; i < index.length; i++) {
        if (index[i] >= 0 && index[i] < rows) {
          System.arraycopy(table, ((int) index[i]) * width, result, i * width, width);
        }
      }
      return result;
    }

    private double[] scatter(Operation.Scatter scatter) {
      double[] index = of(scatter.index());
      double[] values = of(scatter.values());
      int width = values.length / index.length;
      double[] result = new double[scatter.rows() * width];
      for (int i = 0; i < values.length; i++) {
        double row = index[i / width];
        if (row >= 0 && row < scatter.rows()) {
          result[((int) row) * width + i % width] += values[i];
        }
      }
      return result;
    }

    private double[] sum(Operation.Sum sum) {
      double[] operand = of(sum.operand());
      int columns = sum.extent() == Operation.Sum.Extent.ALL ? 1 : sum.operand().shape().columns();
      double[] result = new double[columns];
      for (int i = 0; i < operand.length; i++) {
        result[i % columns] += operand[i];
      }
      return result;
    }
  }
}
