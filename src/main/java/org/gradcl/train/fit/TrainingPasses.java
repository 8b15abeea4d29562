package org.gradcl.train.fit;

import java.util.EnumSet;
import org.gradcl.data.BatchCursor;
import org.gradcl.data.BatchSource;
import org.gradcl.data.Capability;
import org.gradcl.data.SampleOrder;
import org.gradcl.data.UnsupportedBySourceException;
import org.gradcl.random.RandomKey;
import org.gradcl.step.TrainingStep;
import org.gradcl.train.feed.BatchPlans;
import org.gradcl.train.feed.Feeder;
import org.gradcl.train.feed.FeederThread;
import org.gradcl.train.feed.RequiredArrays;
import org.gradcl.train.feed.SourceCheck;

/**
 * The passes over the training data, one an epoch.
 *
 * @param source of the samples
 * @param step whose model and loss they must fit
 * @param shuffled whether each pass has an order of its own
 * @param key decides the orders
 * @param passesBefore epochs that the model was trained for before the run
 */
record TrainingPasses(
    BatchSource source, TrainingStep step, boolean shuffled, RandomKey key, int passesBefore) {

  private SampleOrder order(int epoch) {
    int pass = passesBefore + epoch;
    return shuffled ? SampleOrder.shuffled(key, pass) : SampleOrder.sequential(pass);
  }

  /**
   * Refuses a source whose pass can't be resumed within an epoch.
   *
   * @throws UnsupportedBySourceException naming the source
   */
  void requireResumable() {
    if (!source
        .capabilities()
        .containsAll(EnumSet.of(Capability.SEEKABLE, Capability.REPEATABLE))) {
      throw UnsupportedBySourceException.resuming(source);
    }
  }

  /**
   * The feeder of a pass, which the caller closes.
   *
   * @param epoch completed epochs of the run
   * @param position samples of the pass that are done
   */
  Feeder open(int epoch, long position, BatchPlans plans, FeederThread thread) {
    BatchCursor cursor =
        SourceCheck.checked(
            source, source.open(order(epoch)), RequiredArrays.toTrain(step.arrays()));
    try {
      if (position > 0) {
        cursor.seek(position);
      }
      return Feeder.of(source, cursor, position, plans, thread);
    } catch (RuntimeException e) {
      cursor.close();
      throw e;
    }
  }
}
