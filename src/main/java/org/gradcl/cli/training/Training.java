package org.gradcl.cli.training;

import org.gradcl.step.TrainingStep;

/**
 * The data, the model and the settings of a run.
 *
 * @param problem the data, read
 * @param data which it is
 * @param step model, loss and optimiser
 * @param fit how long and on what device
 */
record Training(Problem problem, DataChoice data, TrainingStep step, FitChoice fit) {}
