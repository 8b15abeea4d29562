package org.gradcl.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Functions;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepField;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.StepPart;
import org.gradcl.graph.UpdateGroup;
import org.gradcl.graph.UpdateRule;

/** The launches that end a step that trains: the clip, if there is one, and the update. */
final class UpdateLowering {
  private final UpdateRule rule;
  private final List<UpdateGroup> groups;
  private final StepPart part;
  private final Storage storage;
  private final StatePlacement state;

  UpdateLowering(UpdateRule rule, StepGraph step, Storage storage, StatePlacement state) {
    this.rule = rule;
    this.groups = step.updateGroups();
    this.part = step.part();
    this.storage = storage;
    this.state = state;
  }

  void addTo(List<Launch> launches) {
    // Where every group is exempt there is nothing to measure.
    if (rule.clipNorm().isPresent() && part.isLast() && clippedElements() > 0) {
      launches.add(clip((float) rule.clipNorm().getAsDouble()));
    }
    Optional<TrustRatios> ratios = Optional.empty();
    if (rule.direction().isPresent() && part.isLast()) {
      ratios = Optional.of(addRatios(launches));
    }
    launches.add(update(ratios));
  }

  private TrustRatios addRatios(List<Launch> launches) {
    TrustRatioLowering lowering =
        new TrustRatioLowering(state, storage.placeBehind(state.learntElements()), slots());
    for (StateLayout.Entry entry : state.layout().learnt()) {
      UpdateGroup group = groups.get(entry.group());
      Expr direction = group.direction().orElseThrow();
      launches.add(lowering.launch(entry, direction.replace(UpdateRule.GRADIENT, gradient(group))));
    }
    return lowering.ratios();
  }

  private List<String> slots() {
    return rule.slots().stream().map(UpdateRule.Slot::name).toList();
  }

  private Launch clip(float limit) {
    return new ClipLaunch(
        "clip",
        Phase.UPDATE,
        "clipScale = min(1, "
            + limit
            + " / (norm + 1e-6)), norm² = Σ of the squares that gradient launches leave",
        limit,
        Place.matrix(Region.GRADIENT, 0, 1, clippedElements()));
  }

  /** The groups that are clipped lie before all others. */
  private int clippedElements() {
    int elements = 0;
    for (int group = 0; group < groups.size() && groups.get(group).clipped(); group++) {
      elements += state.group(group).elements();
    }
    return elements;
  }

  private Launch update(Optional<TrustRatios> ratios) {
    List<UpdateRange> ranges = new ArrayList<>();
    List<String> formulas = new ArrayList<>();
    for (int group = 0; group < groups.size(); group++) {
      StatePlacement.Stretch stretch = state.group(group);
      if (stretch.elements() > 0 && (part.isLast() || isOfStatistics(stretch))) {
        List<Expr> results = results(groups.get(group));
        ranges.add(new UpdateRange(stretch.first(), stretch.elements(), Tape.of(results)));
        formulas.add(formula(groups.get(group), results));
      }
    }
    return new UpdateLaunch(
        "update",
        Phase.UPDATE,
        formulas.isEmpty() ? "the next batch of the step" : String.join("; ", formulas),
        ranges,
        slots(),
        state.learntElements(),
        part,
        ratios,
        Tape.of(rule.learningRate()));
  }

  private boolean isOfStatistics(StatePlacement.Stretch stretch) {
    return stretch.first() >= state.learntElements();
  }

  private List<Expr> results(UpdateGroup group) {
    Expr gradient = gradient(group);
    List<Expr> results = new ArrayList<>();
    results.add(group.parameter().replace(UpdateRule.GRADIENT, gradient));
    group.slots().forEach(slot -> results.add(slot.replace(UpdateRule.GRADIENT, gradient)));
    return results;
  }

  private Expr gradient(UpdateGroup group) {
    return group.clipped() ? clipped() : UpdateRule.GRADIENT;
  }

  private Expr clipped() {
    Expr gradient = UpdateRule.GRADIENT;
    if (rule.clipNorm().isPresent()) {
      return gradient.times(Expr.variable(StepField.CLIP_SCALE.variableName()));
    }
    if (rule.clipValue().isPresent()) {
      Expr limit = Expr.constant(rule.clipValue().getAsDouble());
      return Functions.maximum(Functions.minimum(gradient, limit), limit.negate());
    }
    return gradient;
  }

  private String formula(UpdateGroup group, List<Expr> results) {
    StringBuilder text = new StringBuilder(groups.size() > 1 ? group.name() + ": " : "");
    text.append("parameter = ").append(results.get(0));
    for (int i = 1; i < results.size(); i++) {
      text.append("; ").append(rule.slots().get(i - 1).name());
      text.append(" = ").append(results.get(i));
    }
    return text.toString();
  }
}
