package org.gradcl.backend.jvm.launch;

import org.gradcl.backend.StepState;
import org.gradcl.graph.StepField;

/**
 * One copy of the step record, on the JVM engine. Written by one thread, that of the executable,
 * between the pieces of launches, whose threads read it.
 */
public final class StepRecord {
  int step;
  int totalSteps = 1;
  float learningRate;
  float clipScale = 1;
  int key0;
  int key1;
  boolean nonFinite;
  int batches;

  /** A record of zeros. */
  public StepRecord() {}

  void copyFrom(StepRecord other) {
    step = other.step;
    totalSteps = other.totalSteps;
    learningRate = other.learningRate;
    clipScale = 1;
    key0 = other.key0;
    key1 = other.key1;
    nonFinite = other.nonFinite;
    batches = other.batches;
  }

  /** A field that expressions read. */
  double field(StepField field) {
    return switch (field) {
      case STEP -> step;
      case TOTAL_STEPS -> totalSteps;
      case LEARNING_RATE -> learningRate;
      case CLIP_SCALE -> clipScale;
    };
  }

  /** Replaces everything by what the host says. */
  public void set(StepState state) {
    step = state.step();
    totalSteps = state.totalSteps();
    learningRate = state.learningRate();
    key0 = state.key0();
    key1 = state.key1();
    nonFinite = state.nonFinite();
    batches = state.batches();
  }

  /** This record as the host sees it. */
  public StepState get() {
    return new StepState(step, totalSteps, learningRate, key0, key1, nonFinite, batches);
  }

  /** The number of updates made. */
  public int step() {
    return step;
  }

  /** Whether a loss or gradient was not finite. */
  public boolean nonFinite() {
    return nonFinite;
  }
}
