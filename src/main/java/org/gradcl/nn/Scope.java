package org.gradcl.nn;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;

/**
 * A place in a model while its forward pass is being written: it names what is declared there, such
 * as {@code stage1.0.conv1.weight}, and takes further blocks. Not safe for use by several threads.
 *
 * <p>A name may be used once in a scope, so that two blocks don't get one set of parameters by
 * mistake. Where that is wanted, each use says {@link #shared(String, Block, Value)}: the block is
 * written again, with the parameters of the first time, and their gradients add up.
 */
public final class Scope {
  private final Declarations declarations;
  private final String path;
  private final boolean again;
  private final Set<String> names = new HashSet<>();

  private Scope(Declarations declarations, String path, boolean again) {
    this.declarations = declarations;
    this.path = path;
    this.again = again;
  }

  /**
   * {@return the outermost scope of a model}
   *
   * @param graph to be written into
   * @param mode whether parameters are being learnt
   */
  public static Scope of(Graph graph, Mode mode) {
    return of(new Declarations(graph, mode));
  }

  static Scope of(Declarations declarations) {
    return new Scope(declarations, "", false);
  }

  /** {@return the graph that is written into, for what this class has no word for} */
  public Graph graph() {
    return declarations.graph();
  }

  /** {@return whether parameters are being learnt} */
  public Mode mode() {
    return declarations.mode();
  }

  /** {@return whether parameters are being learnt: dropout drops, batch norm uses the batch} */
  public boolean isTraining() {
    return mode() == Mode.TRAINING;
  }

  /** {@return the name of this place, such as {@code stage1.0}; empty for the whole model} */
  public String path() {
    return path;
  }

  /**
   * Calls a block in a scope of its own.
   *
   * @param name of that scope, used nowhere else in this one
   * @param block to be called
   * @param x its input, {@code [batch, …]}
   * @return its output
   * @throws ModelException if the name was used before, or the input is null
   */
  public Value call(String name, Block block, Value x) {
    requireGiven(name, block, x);
    return within(name, block.describe(), inner -> block.append(inner, x));
  }

  /**
   * Calls a block whose parameters are those of every other call of this kind and name.
   *
   * @param name of the shared scope
   * @param block the same at every call
   * @param x its input, {@code [batch, …]}
   * @return its output
   * @throws ModelException if the name was used for something that is not shared, or the block
   *     declares another parameter than the first time
   */
  public Value shared(String name, Block block, Value x) {
    requireGiven(name, block, x);
    return shared(name, block.describe(), inner -> block.append(inner, x));
  }

  /**
   * Writes something in a scope of its own: for blocks that read several values.
   *
   * @param name of that scope, used nowhere else in this one
   * @param what people call it, for {@link Model#summary}
   * @param body what is written there
   * @return what the body returns
   * @throws ModelException if the name was used before
   */
  public <T> T within(String name, String what, Function<Scope, T> body) {
    requireFree(name, names.add(name));
    return enter(name, what, again, body);
  }

  /**
   * Writes something whose parameters are those of every other call of this kind and name; as
   * {@link #shared(String, Block, Value)}.
   *
   * @param name of the shared scope
   * @param what people call it, for {@link Model#summary}
   * @param body what is written there
   * @return what the body returns
   */
  public <T> T shared(String name, String what, Function<Scope, T> body) {
    boolean first = names.add(name);
    boolean firstShared = declarations.share(child(name));
    requireFree(name, first == firstShared || again);
    return enter(name, what, again || !firstShared, body);
  }

  private <T> T enter(String name, String what, boolean repeated, Function<Scope, T> body) {
    Graph graph = graph();
    String outer = graph.scope();
    Scope inner = new Scope(declarations, child(name), repeated);
    graph.scope(inner.path);
    int part = declarations.begin(inner.path, what, repeated);
    try {
      T result = body.apply(inner);
      if (result instanceof Value value) {
        declarations.end(part, value);
      }
      return result;
    } finally {
      graph.scope(outer);
    }
  }

  /** A misspelt name of an input, which no map has, is said before the block stumbles over it. */
  private void requireGiven(String name, Block block, Value x) {
    if (x == null) {
      throw new ModelException(
          String.format(
              "'%s' (%s) is given no value, null; the model's inputs are %s: correct the name by"
                  + " which it is looked up, or what another block returns",
              child(name), block.describe(), declarations.inputs()));
    }
  }

  private String child(String name) {
    if (Objects.requireNonNull(name, "name").isBlank()) {
      throw new IllegalArgumentException("A block's name must not be blank, within '" + path + "'");
    }
    if (name.indexOf('/') >= 0) {
      throw new ModelException(
          String.format(
              "The name '%s' has a '/' in it, which in files parts the optimiser's state from a"
                  + " parameter's name; use another character",
              child(path, name)));
    }
    return child(path, name);
  }

  private static String child(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private void requireFree(String name, boolean free) {
    if (!free) {
      throw new ModelException(
          String.format(
              "The name '%s' is used twice; give the second another one, or, if both are to have"
                  + " the same parameters, call both as shared",
              child(name)));
    }
  }

  /**
   * Declares a parameter, and yields it.
   *
   * @param spec whose name is used nowhere else in this scope
   * @return the parameter
   * @throws ModelException if the name was used before
   */
  public Value parameter(ParameterSpec spec) {
    requireFree(spec.name(), names.add(spec.name()));
    return declarations.parameter(spec.named(child(spec.name())), again);
  }

  /**
   * Gives a value the name under which programs can ask for it, such as {@code layer.0.activation}.
   *
   * @param suffix within this scope
   * @param value to be named
   * @return the value
   */
  public Value label(String suffix, Value value) {
    return graph().label(suffix, value);
  }

  /**
   * {@return a scalar function of each element}
   *
   * @param x of any shape
   * @param function of one element
   */
  public Value map(Value x, UnaryOperator<Expr> function) {
    return graph().map(x, function);
  }

  /**
   * {@return a scalar function of each pair of elements; each operand may be repeated over the
   * other's shape, by NumPy's rule}
   *
   * @param x of any shape
   * @param y likewise
   * @param function of two elements
   * @throws ShapeMismatchException if the shapes do not fit
   */
  public Value map(Value x, Value y, BinaryOperator<Expr> function) {
    return graph().map(x, y, function);
  }

  /**
   * Has data checked against what the block of this scope asks of an input's numbers.
   *
   * @param x what it reads; where that is no input, nothing is checked
   * @param what people call the block
   * @param first the least whole number that it can take
   * @param last the largest
   * @param rule what it takes, in words
   * @param cure what to do with other data
   */
  void ask(Value x, String what, int first, int last, String rule, String cure) {
    String block = path.isEmpty() ? what : path + " (" + what + ")";
    InputIndices.input(x)
        .ifPresent(
            input -> declarations.ask(new InputRange(input, block, first, last, rule, cure)));
  }

  /**
   * {@return the exception for an input that the block of this scope can't take}
   *
   * @param rule what it takes and what was found, such as {@code dense 2 3 takes samples of shape
   *     [2], found [3]}
   */
  public ShapeMismatchException refusal(String rule) {
    return new ShapeMismatchException((path.isEmpty() ? "" : path + ": ") + rule);
  }
}
