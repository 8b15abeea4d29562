/**
 * What a program sees of devices: which one it asks for, which it got and why, what a step is on
 * it, what it has done, and what goes wrong.
 *
 * <p>For: programs that choose a device or ask what it does, and the engines, which answer. May
 * use: {@code graph}, {@code text} and what they may use. May be used by: {@code backend} and what
 * lies above it.
 *
 * <p>Threads: all types are immutable or exceptions, and are safe for use by several threads.
 */
package org.gradcl.device;
