/**
 * Interprets a step in float64, unfused: the reference that compiler and engines are checked
 * against, also for a user's gradient check.
 *
 * <p>For: correct results, at any speed. May use: {@code graph}, {@code random} and what they may
 * use. May be used by: {@code train}, {@code cli} and tests.
 *
 * <p>Threads: all types are immutable or keep nothing, and are safe for use by several threads as
 * long as nobody writes into the arrays that they are given or give.
 */
package org.gradcl.reference;
