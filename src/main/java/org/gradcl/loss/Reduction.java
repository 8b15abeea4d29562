package org.gradcl.loss;

/** The reduction of the losses of a batch's elements to one number. */
public enum Reduction {
  /** The sum divided by the number of elements of the whole batch: PyTorch's {@code mean}. */
  MEAN,
  /** The sum over all elements: PyTorch's {@code sum}. */
  SUM,
  /** The sum divided by the number of samples: summed over a sample's outputs. */
  BATCH_MEAN;

  /** What the sum is divided by. */
  double count(long samples, long elements) {
    return switch (this) {
      case MEAN -> elements;
      case BATCH_MEAN -> samples;
      case SUM -> 1;
    };
  }

  /** What the sum is multiplied with. */
  double factor(long samples, long elements) {
    return 1 / count(samples, elements);
  }
}
