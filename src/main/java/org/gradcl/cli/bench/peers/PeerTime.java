package org.gradcl.cli.bench.peers;

/**
 * How long a system takes for a workload.
 *
 * @param workload its name
 * @param bestMs milliseconds of a run in the best round
 * @param medianMs in the median round
 */
public record PeerTime(String workload, double bestMs, double medianMs) {}
