package org.gradcl.train;

/**
 * What distinguishes loaded plans over one state.
 *
 * @param step the {@code TrainingStep} or {@code InferenceStep}
 * @param rows of a batch
 */
record PlanKey(Object step, int rows) {}
