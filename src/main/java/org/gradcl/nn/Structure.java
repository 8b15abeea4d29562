package org.gradcl.nn;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gradcl.graph.Graph;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.Role;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * What a model consists of, found by writing its forward pass once. Immutable.
 *
 * @param parameters in the order in which they are declared
 * @param outputs the shape of one sample of each output, by name, in alphabetical order
 * @param parts the blocks in the order in which they are called, outer ones before inner
 * @param inputRanges what blocks ask of the numbers of inputs
 */
record Structure(
    List<ParameterSpec> parameters,
    SortedMap<String, Shape> outputs,
    List<Part> parts,
    List<InputRange> inputRanges) {
  /** A size of batch that is told from an extent of 1, which is repeated where it does not fit. */
  private static final int SOME = 2;

  /** Copies the collections. */
  Structure {
    parameters = List.copyOf(parameters);
    outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
    parts = List.copyOf(parts);
    inputRanges = List.copyOf(inputRanges);
  }

  /**
   * A block.
   *
   * @param path its name, such as {@code layer.0}
   * @param what its text form
   * @param output the shape of one sample after it
   * @param again whether it shares the parameters of an earlier part of the same name
   * @param computes whether it yields something of its own, not what a part within it yields
   */
  record Part(String path, String what, Shape output, boolean again, boolean computes) {
    Part yielding(Shape shape, boolean ofItsOwn) {
      return new Part(path, what, shape, again, ofItsOwn);
    }
  }

  /**
   * The structure of a model.
   *
   * @throws ShapeMismatchException if a block can't take what it is given, or an output has no row
   *     for each sample
   * @throws ModelException if a name is used twice, or other rows of a table may be read than it
   *     has
   */
  static Structure of(Model model) {
    Graph graph = new Graph();
    Declarations declarations = new Declarations(graph, Mode.INFERENCE);
    SortedMap<String, Value> inputs = new TreeMap<>();
    new TreeMap<>(model.inputs())
        .forEach((name, spec) -> inputs.put(name, input(graph, name, spec)));
    SortedMap<String, Shape> outputs = new TreeMap<>();
    model
        .append(Scope.of(declarations), inputs)
        .forEach((name, value) -> outputs.put(name, sample(name, value)));
    InputIndices.require(graph, model.inputs(), SOME);
    return new Structure(
        declarations.parameters(), outputs, declarations.parts(), declarations.inputRanges());
  }

  private static Value input(Graph graph, String name, InputSpec spec) {
    return graph.input(name, spec.shape().batch(SOME));
  }

  private static Shape sample(String name, Value value) {
    if (value.shape().rank() == 0 || value.shape().extent(0) != SOME) {
      throw new ShapeMismatchException(
          String.format(
              "The output '%s' of the model has shape %s for a batch of %d samples; its first axis"
                  + " must be the batch",
              name, value.shape(), SOME));
    }
    return value.shape().sample();
  }

  /** The learnt numbers that a part declares itself, not by the parts within it. */
  long elements(Part part) {
    return parameters.stream()
        .filter(parameter -> parameter.role() == Role.PARAMETER)
        .filter(parameter -> !part.again() && isIn(part, parameter.name()))
        .mapToLong(parameter -> parameter.shape().elements())
        .sum();
  }

  /** Whether the innermost part that a parameter's name begins with is this one. */
  private boolean isIn(Part part, String parameter) {
    String innermost = "";
    for (Part other : parts) {
      if (parameter.startsWith(other.path() + ".") && other.path().length() > innermost.length()) {
        innermost = other.path();
      }
    }
    return innermost.equals(part.path());
  }
}
