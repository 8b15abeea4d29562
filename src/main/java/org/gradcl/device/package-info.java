/**
 * The view of devices that programs have: the policy that asks for one, the report of the choice,
 * the explanation of a step, counters, and exceptions.
 *
 * <p>For: programs that choose a device or ask what it does, and the engines, which answer. May
 * use: {@code graph}, {@code text} and what they may use. May be used by: {@code backend} and what
 * lies above it.
 *
 * <p>Threads: all types are immutable or exceptions, and are safe for use by several threads.
 */
package org.gradcl.device;
