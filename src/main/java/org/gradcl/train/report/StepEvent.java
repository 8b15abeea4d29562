package org.gradcl.train.report;

/**
 * The progress of a fit after a step was handed to the device. Losses arrive later, so that
 * training does not wait for them.
 *
 * @param epoch the number of the current epoch in the run, from 1
 * @param epochs in the run
 * @param step updates handed to the device since the model was new
 * @param samples of this epoch handed to the device
 * @param samplesPerEpoch in an epoch
 * @param loss of this epoch over the steps whose loss is known; NaN while there are none
 * @param seconds since the beginning of the run
 */
public record StepEvent(
    int epoch,
    int epochs,
    long step,
    long samples,
    long samplesPerEpoch,
    double loss,
    double seconds) {}
