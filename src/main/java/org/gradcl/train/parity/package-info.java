/**
 * Recorded training trajectories and how closely a run follows one.
 *
 * <p>For: the command {@code parity} and every backend's conformance tests. May use: {@code train},
 * {@code io}, {@code step}. May be used by: {@code cli} and tests.
 *
 * <p>Threads: all types are immutable and safe for use by several threads, as long as nobody writes
 * into their arrays; a replay has a trainer of its own.
 */
package org.gradcl.train.parity;
