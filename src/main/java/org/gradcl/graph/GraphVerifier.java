package org.gradcl.graph;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.gradcl.tensor.Shape;

/** The grammar of a step's graph, as code that checks it. Run once for every compiled step. */
public final class GraphVerifier {
  private GraphVerifier() {}

  /**
   * Checks a step.
   *
   * @throws IllegalStateException naming the value and the rule that it breaks
   */
  static void verify(Graph graph, StepGraph step) {
    Set<String> names = new HashSet<>();
    for (Value value : graph.values()) {
      verifyOrder(graph, value);
      verifyShape(value);
      if (value.operation() instanceof Operation.Input) {
        require(
            names.add(((Operation.Input) value.operation()).name()), value, "its name is taken");
      } else if (value.operation() instanceof Operation.Parameter) {
        require(
            names.add(((Operation.Parameter) value.operation()).name()),
            value,
            "its name is taken");
      }
    }
    step.outputs()
        .values()
        .forEach(value -> require(value.graph() == graph, value, "it is foreign"));
    step.loss()
        .ifPresent(loss -> require(loss.shape().rank() == 0, loss, "a loss must be a scalar"));
    verifyGradients(step);
    for (Observation observation : step.observations()) {
      require(
          !(observation.observed().operation() instanceof Operation.Sum)
              || observation.observed().shape().rank() > 0,
          observation.observed(),
          "a sum over the whole batch is left in parts, it can't be observed");
    }
  }

  private static void verifyOrder(Graph graph, Value value) {
    for (Value operand : value.operation().operands()) {
      require(operand.graph() == graph, operand, "it belongs to another graph");
      require(operand.number() < value.number(), value, "it stands before its operand " + operand);
      require(
          operand.phase().compareTo(value.phase()) <= 0,
          value,
          "a step flows forward, but it reads "
              + operand
              + " of the later phase "
              + operand.phase());
    }
  }

  private static void verifyShape(Value value) {
    switch (value.operation().kind()) {
      case PRODUCT ->
          requireShape(
              value, ShapeRules.product((Operation.Product) value.operation(), value.label()));
      case RESHAPE -> {
        Value operand = ((Operation.Reshape) value.operation()).operand();
        ShapeRules.requireReshape(operand.shape(), value.shape(), value.label());
        require(
            !(operand.operation() instanceof Operation.Reshape),
            value,
            "a reshape of a reshape is one of the first value");
      }
      case JOIN -> {
        Operation.Join join = (Operation.Join) value.operation();
        ShapeRules.requireParts(join.parts(), value.shape(), value.label());
        require(
            join.operands().stream().mapToInt(part -> part.shape().elements()).sum()
                == value.shape().elements(),
            value,
            "the parts of a join make up the whole");
        for (Value part : join.operands()) {
          require(
              switch (part.operation().kind()) {
                case PRODUCT, MAP, ROW, GATHER -> true;
                default -> false;
              },
              value,
              "a part of a join is computed in its place, and " + part + " is not");
        }
      }
      case GATHER ->
          requireShape(
              value, ShapeRules.gather((Operation.Gather) value.operation(), value.label()));
      case SCATTER ->
          requireShape(
              value, ShapeRules.scatter((Operation.Scatter) value.operation(), value.label()));
      case SUM -> requireShape(value, ShapeRules.sum((Operation.Sum) value.operation()));
      case MAP -> {
        Operation.MapElements map = (Operation.MapElements) value.operation();
        map.reads().forEach(read -> ShapeRules.requireView(value.shape(), read, value.label()));
      }
      case ROW -> {
        Operation.Rows rows = (Operation.Rows) value.operation();
        requireShape(value, rows.result());
        require(
            rows.rowAxes() >= 0 && rows.rowAxes() < rows.domain().rank(),
            value,
            "a row program needs columns");
        boolean perRow = rows.program().perRow();
        rows.reads()
            .forEach(read -> ShapeRules.requireRead(rows.domain(), read, perRow, value.label()));
      }
      case INPUT -> require(value.shape().rank() >= 1, value, "an input's first axis is the batch");
      case PARAMETER, STEP_FIELD, ARGUMENT -> {}
    }
  }

  private static void verifyGradients(StepGraph step) {
    for (Map.Entry<Value, Value> entry : step.gradients().entrySet()) {
      require(
          entry.getKey().shape().equals(entry.getValue().shape()),
          entry.getValue(),
          "a gradient has the shape of its parameter " + entry.getKey());
      require(
          !(entry.getValue().operation() instanceof Operation.Sum)
              || entry.getValue().shape().rank() > 0,
          entry.getValue(),
          "a sum over the whole batch is left in parts, it can't be the gradient of "
              + entry.getKey());
    }
    if (step.trains()) {
      require(step.loss().isPresent(), null, "a training step has a loss");
      for (Value parameter : step.parameters()) {
        boolean learnt = ((Operation.Parameter) parameter.operation()).role() == Role.PARAMETER;
        require(
            learnt == step.gradients().containsKey(parameter),
            parameter,
            learnt ? "it is learnt but has no gradient" : "it is not learnt but has a gradient");
      }
    }
  }

  private static void requireShape(Value value, Shape expected) {
    require(value.shape().equals(expected), value, "its shape must be " + expected);
  }

  private static void require(boolean holds, Value value, String rule) {
    if (!holds) {
      throw new IllegalStateException(
          "The graph is broken at " + (value == null ? "its end" : value) + ": " + rule);
    }
  }
}
