package org.gradcl.plan;

import org.gradcl.graph.Access;

/**
 * An operand of a launch's expressions.
 *
 * @param variable the name of its variable in the launch's tape
 * @param source where its numbers come from
 * @param access how it is read over the launch's domain; {@link Access#SCALAR} for anything but
 *     memory
 */
public record Operand(String variable, Source source, Access access) {}
