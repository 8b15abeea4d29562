package org.gradcl.plan;

/** The two copies of the step record, of which no launch reads one that it writes. */
public enum RecordCopy {
  /** What forward and the loss read and the update writes. */
  NEXT,
  /** What the loss launch copies from {@link #NEXT}; backward, clip and update read it. */
  CURRENT
}
