/**
 * How fast a device trains: workloads of known size, checked, warmed up and timed.
 *
 * <p>For: the command {@code bench} and whoever compares engines. May use: {@code step}, {@code
 * reference}, {@code backend} and what they may use, jackson-core. May be used by: the rest of
 * {@code cli}.
 */
package org.gradcl.cli.bench;
