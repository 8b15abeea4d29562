package org.gradcl.train.trace;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Operation;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;

/** Writes a value of a step as a formula of the named ones, for people. */
final class FormulaText {
  private final Map<Value, String> names = new HashMap<>();

  FormulaText(StepGraph step) {
    step.labelled().forEach((name, value) -> names.putIfAbsent(value, name));
    step.gradients()
        .forEach(
            (parameter, gradient) ->
                names.putIfAbsent(gradient, StateLayout.gradientName(parameter.label())));
  }

  /** The formula of what is known under a name; another name where it is the same value. */
  String of(String name, Value value) {
    String first = names.get(value);
    return first == null || first.equals(name) ? expanded(value) : first;
  }

  private String text(Value value) {
    String name = names.get(value);
    return name == null ? expanded(value) : name;
  }

  private String expanded(Value value) {
    return switch (value.operation().kind()) {
      case INPUT, PARAMETER, STEP_FIELD -> value.label();
      case ARGUMENT -> Expr.constant(((Operation.Argument) value.operation()).value()).toString();
      case PRODUCT -> ((Operation.Product) value.operation()).text(this::factor);
      case RESHAPE -> text(((Operation.Reshape) value.operation()).operand());
      case MAP -> {
        Operation.MapElements map = (Operation.MapElements) value.operation();
        yield map.expression().replaceAll(named(map.operands())).toString();
      }
      case JOIN ->
          ((Operation.Join) value.operation())
              .parts().stream()
                  .map(part -> text(part.value()))
                  .collect(Collectors.joining(", ", "join of ", ""));
      case GATHER -> {
        Operation.Gather gather = (Operation.Gather) value.operation();
        yield factor(gather.table()) + "[" + text(gather.index()) + "]";
      }
      case SCATTER -> {
        Operation.Scatter scatter = (Operation.Scatter) value.operation();
        yield "sums of " + text(scatter.values()) + " by " + text(scatter.index());
      }
      case ROW -> rows((Operation.Rows) value.operation());
      case SUM -> {
        Operation.Sum sum = (Operation.Sum) value.operation();
        String what = sum.extent() == Operation.Sum.Extent.ALL ? "sum" : "column sums";
        yield what + " of " + text(sum.operand());
      }
    };
  }

  private String rows(Operation.Rows rows) {
    Map<Expr, Expr> named = named(rows.operands());
    StringBuilder text = new StringBuilder();
    RowProgram program = rows.program();
    for (int i = 0; i < program.reductions().size(); i++) {
      RowProgram.RowReduction reduction = program.reductions().get(i);
      text.append(RowProgram.reduced(i))
          .append(" = ")
          .append(reduction.combine().name().toLowerCase(Locale.ROOT))
          .append(" of ")
          .append(reduction.element().replaceAll(named))
          .append("; ");
    }
    return text.append(program.output().replaceAll(named)).toString();
  }

  private Map<Expr, Expr> named(List<Value> operands) {
    Map<Expr, Expr> named = new HashMap<>();
    for (int i = 0; i < operands.size(); i++) {
      named.put(Operation.MapElements.variable(i), Expr.variable(text(operands.get(i))));
    }
    return named;
  }

  private String factor(Value value) {
    String text = text(value);
    return text.indexOf(' ') >= 0 && !text.startsWith("(") ? "(" + text + ")" : text;
  }
}
