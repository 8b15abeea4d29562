/**
 * States how a step is computed: fused launches in order, buffers with offsets, operations and
 * bytes counted, explained before anything runs.
 *
 * <p>For: the one transformation from a {@code StepGraph} to what a device executes. May use:
 * {@code graph} and what it may use. May be used by: {@code backend} and what lies above it.
 *
 * <p>Threads: all types are immutable or keep nothing, and are safe for use by several threads, but
 * for {@link SeparateRows}, which is for one.
 */
package org.gradcl.plan;
