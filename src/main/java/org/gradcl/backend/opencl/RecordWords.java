package org.gradcl.backend.opencl;

import org.gradcl.backend.StepState;

/** The step record as the eight words that kernels read; see {@code common.clh}. */
final class RecordWords {
  private static final int STATUS_NOT_FINITE = 1;

  private RecordWords() {}

  static int[] encode(StepState step) {
    return new int[] {
      step.step(),
      step.totalSteps(),
      Float.floatToRawIntBits(step.learningRate()),
      Float.floatToRawIntBits(1),
      step.key0(),
      step.key1(),
      step.nonFinite() ? STATUS_NOT_FINITE : 0,
      step.batches()
    };
  }

  static StepState decode(int[] words) {
    return new StepState(
        words[0],
        words[1],
        Float.intBitsToFloat(words[2]),
        words[4],
        words[5],
        words[6] != 0,
        words[7]);
  }
}
