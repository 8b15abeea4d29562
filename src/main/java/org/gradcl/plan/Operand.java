package org.gradcl.plan;

/**
 * An operand of a launch's expressions.
 *
 * @param variable the name of its variable in the launch's tape
 * @param source where its numbers come from
 */
public record Operand(String variable, Source source) {
  /** Whether it is the same for all elements of the launch's domain. */
  public boolean isUniform() {
    return source.isUniform();
  }

  /** The same over the turned domain, whose rows are columns and the other way round. */
  public Operand turned() {
    return new Operand(variable, source.turned());
  }
}
