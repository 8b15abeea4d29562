package org.gradcl.backend.jvm;

import java.util.Arrays;
import org.gradcl.backend.AbstractState;
import org.gradcl.backend.LossConsumer;
import org.gradcl.backend.StepState;
import org.gradcl.backend.StepStatus;
import org.gradcl.backend.jvm.launch.PackedWeights;
import org.gradcl.backend.jvm.launch.StepRecord;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepPart;
import org.gradcl.plan.Place;
import org.gradcl.plan.Region;
import org.gradcl.plan.StatePlacement;

/** A state in Java arrays. */
final class JvmState extends AbstractState {
  private final float[] parameters;
  private final float[] gradients;
  private final float[] frozen;
  private final float[] slots;
  private final StepRecord next = new StepRecord();
  private final StepRecord current = new StepRecord();
  private final UncollectedLosses losses = new UncollectedLosses();
  private double lossOfStep;
  private final PackedWeights weights = new PackedWeights();

  JvmState(StatePlacement placement) {
    super(placement);
    this.parameters = new float[placement.updatedElements()];
    this.gradients = new float[placement.updatedElements()];
    this.frozen = new float[placement.frozenElements()];
    this.slots = new float[placement.slotElements()];
    int slot = 0;
    for (StateLayout.SlotEntry entry : placement.layout().slots()) {
      int from = slot++ * placement.learntElements();
      Arrays.fill(slots, from, from + placement.learntElements(), entry.initial());
    }
  }

  float[] array(Region region) {
    requireOpen();
    return switch (region) {
      case PARAMETER -> parameters;
      case GRADIENT -> gradients;
      case FROZEN -> frozen;
      case SLOT -> slots;
      case INPUT, WORKSPACE, OUTPUT ->
          throw new IllegalArgumentException(region + " is not part of a state");
    };
  }

  StepRecord next() {
    return next;
  }

  StepRecord current() {
    return current;
  }

  /** Keeps the loss of a batch, of whose step the loss is known once its last has come. */
  void takeLoss(long step, StepPart part, double loss) {
    lossOfStep = (part.isFirst() ? 0 : lossOfStep) + loss * part.share();
    if (part.isLast()) {
      losses.add(step, lossOfStep);
    }
  }

  /** The weights as predictions read them; whoever changes a weight says so there. */
  PackedWeights weights() {
    return weights;
  }

  @Override
  protected float[] values(Place place) {
    return Arrays.copyOfRange(array(place.region()), place.base(), place.end());
  }

  @Override
  protected void replace(Place place, float[] values) {
    weights.changed();
    System.arraycopy(values, 0, array(place.region()), place.base(), place.elements());
  }

  @Override
  public StepState readStep() {
    requireOpen();
    return next.get();
  }

  @Override
  public void writeStep(StepState step) {
    requireOpen();
    next.set(step);
    losses.clear();
  }

  @Override
  public StepStatus collect(boolean wait, LossConsumer consumer) {
    requireOpen();
    losses.drainTo(consumer);
    return new StepStatus(next.nonFinite(), next.step());
  }

  @Override
  protected void release() {
    losses.clear();
  }
}
