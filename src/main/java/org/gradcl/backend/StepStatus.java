package org.gradcl.backend;

/**
 * The status of training as far as the host knows it.
 *
 * @param nonFinite whether a loss or a gradient was not finite; the parameters are those before
 *     that step
 * @param step the number of updates made: the number of the offending step, if there is one
 */
public record StepStatus(boolean nonFinite, long step) {}
