/**
 * Measures how fast a device trains: workloads of known size, checked, warmed up and timed.
 *
 * <p>For: the command {@code bench} and whoever compares engines. May use: {@code step}, {@code
 * reference}, {@code backend} and what they may use, {@code io.json}. May be used by: the rest of
 * {@code cli}.
 *
 * <p>Threads: workloads and measurements are immutable and safe for use by several threads; a
 * {@link Workload.Session} is for one.
 */
package org.gradcl.cli.bench;
