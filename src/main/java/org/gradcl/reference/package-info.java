/**
 * Interprets a step in float64, unfused and without haste: what compiler and engines are checked
 * against, and what serves a user's gradient check.
 *
 * <p>For: the right answer. May use: {@code graph} and, with it, {@code expr} and {@code random}.
 * May be used by: {@code train}, {@code cli} and tests.
 *
 * <p>Threads: all types are immutable or keep nothing, and are safe for use by several threads as
 * long as nobody writes into the arrays that they are given or give.
 */
package org.gradcl.reference;
