package org.gradcl.train.report;

/**
 * The loss of one step, which is known some steps after it was handed to the device.
 *
 * @param step updates made by its end, since the model was new: that of its {@link StepEvent}
 * @param loss of its batch, before its update
 * @param learningRate of its update, as the host computes it from the schedule
 */
public record StepLoss(long step, double loss, float learningRate) {}
