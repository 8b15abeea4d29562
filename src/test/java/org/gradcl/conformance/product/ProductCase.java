package org.gradcl.conformance.product;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gradcl.graph.AxisIndex;
import org.gradcl.graph.Gradients;
import org.gradcl.graph.Graph;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Operation.Sum.Extent;
import org.gradcl.graph.Phase;
import org.gradcl.graph.ProductAxis;
import org.gradcl.graph.Role;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.Shape;

/**
 * A product over axes, in words, and the step that learns its two operands: C = Σ A · B, with the
 * loss Σ t · C.
 *
 * <p>An axis is a letter, its extent and its kind, batch, row, column or inner, such as {@code
 * h=6r}. An index is a sum of axes, with factors, divided or not, and the extent of the stored axis
 * where that is not the axis's own: {@code w}, {@code h+3:20} (a slice), {@code 4-i} (in reverse),
 * {@code #2:5} (always index 2), {@code 2h+y-1:6} (a window), {@code (h+y-2)/2:4} (a spread one). A
 * single axis with a factor of 1 that may leave its axis begins with {@code ~}.
 *
 * @param name what it is
 * @param axes of the domain, in the order of the result
 * @param a the indices of the left operand
 * @param b the indices of the right one
 */
public record ProductCase(String name, String axes, String a, String b) {
  private static final Pattern AXIS = Pattern.compile("([a-z])=(\\d+)([brci])");
  private static final Pattern INDEX =
      Pattern.compile("(~?)\\(?([^:/()]+)\\)?(?:/(\\d+))?(?::(\\d+))?");
  private static final Pattern TERM = Pattern.compile("([+-]?)(\\d*)([a-z]?)");

  /** The name of the result among the step's outputs. */
  public static final String RESULT = "result";

  private List<ProductAxis> domain() {
    return matches(AXIS, axes.split(" "))
        .map(
            axis -> {
              int extent = Integer.parseInt(axis.group(2));
              return switch (axis.group(3)) {
                case "b" -> ProductAxis.batch(extent);
                case "r" -> ProductAxis.row(extent);
                case "c" -> ProductAxis.column(extent);
                default -> ProductAxis.inner(extent);
              };
            })
        .toList();
  }

  private List<String> letters() {
    return matches(AXIS, axes.split(" ")).map(axis -> axis.group(1)).toList();
  }

  private static Stream<Matcher> matches(Pattern pattern, String[] words) {
    return Stream.of(words)
        .map(
            word -> {
              Matcher matcher = pattern.matcher(word);
              if (!matcher.matches()) {
                throw new IllegalArgumentException(word + " is not " + pattern);
              }
              return matcher;
            });
  }

  /** An index and the extent of the axis that it reads. */
  private record Read(AxisIndex index, int extent) {}

  private Read read(Matcher index) {
    if (index.group(2).startsWith("#")) {
      int at = Integer.parseInt(index.group(2).substring(1));
      return new Read(new AxisIndex.Fixed(at), Integer.parseInt(index.group(4)));
    }
    List<AxisIndex.Term> terms = new ArrayList<>();
    int constant = 0;
    Matcher term = TERM.matcher(index.group(2));
    while (term.find() && !term.group().isEmpty()) {
      int number = term.group(2).isEmpty() ? 1 : Integer.parseInt(term.group(2));
      int signed = term.group(1).equals("-") ? -number : number;
      if (term.group(3).isEmpty()) {
        constant += signed;
      } else {
        terms.add(new AxisIndex.Term(letters().indexOf(term.group(3)), signed));
      }
    }
    int divisor = index.group(3) == null ? 1 : Integer.parseInt(index.group(3));
    AxisIndex.Term first = terms.get(0);
    boolean along =
        terms.size() == 1
            && Math.abs(first.factor()) == 1
            && divisor == 1
            && index.group(1).isEmpty();
    int extent =
        index.group(4) == null
            ? domain().get(first.axis()).extent()
            : Integer.parseInt(index.group(4));
    return new Read(
        along
            ? new AxisIndex.Along(first.axis(), constant, first.factor())
            : new AxisIndex.Window(terms, -constant, divisor, 0, extent),
        extent);
  }

  private IndexedValue operand(Graph graph, String label, String indices) {
    List<Read> reads = matches(INDEX, indices.split(" ")).map(this::read).toList();
    Shape shape = Shape.of(reads.stream().mapToInt(Read::extent).toArray());
    Value value = graph.parameter(label, shape, Role.PARAMETER);
    return new IndexedValue(value, reads.stream().map(Read::index).toList());
  }

  /** The step, with an epilogue and the result itself as outputs. */
  public StepGraph step() {
    Graph graph = new Graph();
    IndexedValue left = operand(graph, "a", a);
    IndexedValue right = operand(graph, "b", b);
    Value result = graph.product(domain(), left, right);
    Value factors = graph.input("t", result.shape());
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put(RESULT, result);
    outputs.put("epilogue", graph.map(result, factors, (c, t) -> c.times(0.5).plus(t)));
    graph.enter(Phase.LOSS);
    Value loss = graph.sum(graph.map(result, factors, (c, t) -> c.times(t)), Extent.ALL);
    return StepGraph.training(
        graph,
        outputs,
        loss,
        Gradients.of(loss, List.of(left.value(), right.value())),
        Optimizers.sgd(0.1).rule());
  }

  @Override
  public String toString() {
    return name;
  }
}
