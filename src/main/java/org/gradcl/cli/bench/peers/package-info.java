/**
 * Compares with other systems: each is a program that is run as a process of its own, in turns.
 *
 * <p>For: {@code bench --peers}. May use: {@code cli.bench} and what it may use. May be used by:
 * the command.
 *
 * <p>Threads: all types are immutable and safe for use by several threads but {@link Comparison},
 * which is for one.
 */
package org.gradcl.cli.bench.peers;
