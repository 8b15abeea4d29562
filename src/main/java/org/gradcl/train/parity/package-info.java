/**
 * Recorded training trajectories and how closely a run follows one.
 *
 * <p>For: the command {@code parity} and every backend's conformance tests. May use: {@code train},
 * {@code io}, {@code step} and jackson-core. May be used by: {@code cli} and tests.
 */
package org.gradcl.train.parity;
