package org.gradcl.expr;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A scalar expression: an immutable tree of {@link Operator}s over named variables.
 *
 * <p>Two expressions are equal if they have the same structure. Expressions are simplified as they
 * are built (see {@link Simplifier}), so that a derivative such as that of ½(ŷ − y)² reads {@code
 * prediction - target}. A condition, such as {@link #greater}, is an operand of {@link #select}
 * alone; anywhere else it is an {@link IllegalArgumentException}. Safe for use by several threads.
 */
public final class Expr {
  private final Operator operator;
  private final List<Expr> operands;
  private final String name;
  private final double value;
  private final int hash;

  private Expr(Operator operator, List<Expr> operands, String name, double value) {
    this.operator = operator;
    this.operands = operands;
    this.name = name;
    this.value = value;
    this.hash = Objects.hash(operator, operands, name, value);
  }

  /** A variable of the given name. */
  public static Expr variable(String name) {
    return new Expr(Operator.VARIABLE, List.of(), Objects.requireNonNull(name, "name"), 0);
  }

  /** A number. Devices round it to float32 when they compute with it. */
  public static Expr constant(double value) {
    return new Expr(Operator.CONSTANT, List.of(), null, value);
  }

  /**
   * The index of the element along one axis of the domain over which the expression is evaluated,
   * starting at 0: exact in float32 below 2²⁴.
   *
   * @param axis counted from 0, the outermost
   * @throws IllegalArgumentException if it is negative
   */
  public static Expr index(int axis) {
    if (axis < 0) {
      throw new IllegalArgumentException("Axes are counted from 0, found " + axis);
    }
    return new Expr(Operator.INDEX, List.of(), null, axis);
  }

  /**
   * A uniform random number in [0, 1) for each element.
   *
   * @param operation a number, unique in the model, of the operation that draws
   */
  public static Expr uniform(int operation) {
    return new Expr(Operator.UNIFORM, List.of(), null, operation);
  }

  /** {@code whenTrue} where {@code condition} holds, else {@code whenFalse}. */
  public static Expr select(Expr condition, Expr whenTrue, Expr whenFalse) {
    return of(Operator.SELECT, condition, whenTrue, whenFalse);
  }

  /**
   * An operator applied to operands, simplified.
   *
   * @throws IllegalArgumentException if the operands do not suit the operator
   */
  public static Expr of(Operator operator, Expr... operands) {
    if (operator.arity() == 0) {
      throw new IllegalArgumentException(operator + " is a leaf; use its factory method");
    }
    if (operands.length != operator.arity()) {
      throw new IllegalArgumentException(
          operator + " takes " + operator.arity() + " operands, found " + operands.length);
    }
    for (int i = 0; i < operands.length; i++) {
      boolean conditionWanted = operator == Operator.SELECT && i == 0;
      if (operands[i].operator.isCondition() != conditionWanted) {
        throw new IllegalArgumentException(
            String.format(
                "Operand %d of %s must %sbe a condition, found %s",
                i, operator, conditionWanted ? "" : "not ", operands[i]));
      }
    }
    return Simplifier.simplify(new Expr(operator, List.of(operands), null, 0));
  }

  /** This + other. */
  public Expr plus(Expr other) {
    return of(Operator.ADD, this, other);
  }

  /** This + number. */
  public Expr plus(double number) {
    return plus(constant(number));
  }

  /** This − other. */
  public Expr minus(Expr other) {
    return of(Operator.SUBTRACT, this, other);
  }

  /** This − number. */
  public Expr minus(double number) {
    return minus(constant(number));
  }

  /** This · other. */
  public Expr times(Expr other) {
    return of(Operator.MULTIPLY, this, other);
  }

  /** This · number. */
  public Expr times(double number) {
    return times(constant(number));
  }

  /** This / other. */
  public Expr over(Expr other) {
    return of(Operator.DIVIDE, this, other);
  }

  /** This / number. */
  public Expr over(double number) {
    return over(constant(number));
  }

  /** −this. */
  public Expr negate() {
    return of(Operator.NEGATE, this);
  }

  /** The condition this &gt; other. */
  public Expr greater(Expr other) {
    return of(Operator.GREATER, this, other);
  }

  /** The condition this &gt; number. */
  public Expr greater(double number) {
    return greater(constant(number));
  }

  /** The condition this = other. */
  public Expr equalTo(Expr other) {
    return of(Operator.EQUAL, this, other);
  }

  /**
   * This · slope by the chain rule: zero where either is the constant zero, which says that there
   * is no dependence, and a choice where one chooses between constants. An infinite factor times a
   * zero of theirs would be NaN.
   */
  public Expr timesSlope(Expr slope) {
    return Derivative.product(this, slope);
  }

  /**
   * The derivative of this by a variable, simplified.
   *
   * @throws IllegalArgumentException if it is taken by something else, or of a condition
   */
  public Expr derivative(Expr variable) {
    return Derivative.of(this, variable);
  }

  /** This with every occurrence of the expression {@code part} replaced. */
  public Expr replace(Expr part, Expr replacement) {
    return replaceAll(Map.of(part, replacement));
  }

  /** This with every occurrence of a key replaced by its value, outermost matches first. */
  public Expr replaceAll(Map<Expr, Expr> replacements) {
    Expr replacement = replacements.get(this);
    if (replacement != null) {
      return replacement;
    }
    if (operands.isEmpty()) {
      return this;
    }
    Expr[] replaced = new Expr[operands.size()];
    Arrays.setAll(replaced, i -> operands.get(i).replaceAll(replacements));
    return operands.equals(Arrays.asList(replaced)) ? this : of(operator, replaced);
  }

  /**
   * Whether this differs from element to element even if no variable does: it draws a random number
   * or reads an index.
   */
  public boolean dependsOnPlace() {
    return drawsRandomNumbers() || !indexAxes().isEmpty();
  }

  /** Whether this draws a random number. */
  public boolean drawsRandomNumbers() {
    return operator == Operator.UNIFORM || operands.stream().anyMatch(Expr::drawsRandomNumbers);
  }

  /** The axes whose {@link #index} this reads. */
  public Set<Integer> indexAxes() {
    Set<Integer> axes = new LinkedHashSet<>();
    if (operator == Operator.INDEX) {
      axes.add((int) value);
    }
    operands.forEach(operand -> axes.addAll(operand.indexAxes()));
    return axes;
  }

  /** The names of the variables in this expression, in the order in which they are first met. */
  public Set<String> variables() {
    Set<String> names = new LinkedHashSet<>();
    collectVariables(names);
    return names;
  }

  private void collectVariables(Set<String> names) {
    if (operator == Operator.VARIABLE) {
      names.add(name);
    }
    for (Expr operand : operands) {
      operand.collectVariables(names);
    }
  }

  /** The operator at the root. */
  public Operator operator() {
    return operator;
  }

  /** The operands of the root operator. */
  public List<Expr> operands() {
    return operands;
  }

  /** The i-th operand of the root operator. */
  public Expr operand(int i) {
    return operands.get(i);
  }

  /** The name of a {@link Operator#VARIABLE}, null otherwise. */
  public String name() {
    return name;
  }

  /**
   * The number of a {@link Operator#CONSTANT}; the operation's number of a random number; the axis
   * of an index.
   */
  public double value() {
    return value;
  }

  /** Whether this is the constant of exactly this value. */
  public boolean isConstant(double number) {
    return operator == Operator.CONSTANT && value == number;
  }

  /** Whether this is a constant. */
  public boolean isConstant() {
    return operator == Operator.CONSTANT;
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof Expr that)) {
      return false;
    }

    return hash == that.hash
        && operator == that.operator
        && Double.compare(value, that.value) == 0
        && Objects.equals(name, that.name)
        && operands.equals(that.operands);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** The expression as a formula, for example {@code (prediction - target)}. */
  @Override
  public String toString() {
    return Formula.of(this);
  }
}
