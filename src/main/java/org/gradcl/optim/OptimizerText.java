package org.gradcl.optim;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.catalogue.Catalogue;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;

/** The text form of optimisers: the names and defaults of their settings. */
final class OptimizerText {
  private static final Catalogue<Optimizer> CATALOGUE =
      Catalogue.<Optimizer>of("optimiser")
          .with(
              "sgd",
              s ->
                  Optimizers.sgd(
                      rate(s, 1e-3),
                      s.number("momentum", 0),
                      s.flag("nesterov", false),
                      decay(s, 0)))
          .with("adam", s -> moments(s, 0).adam(rate(s, 1e-3), s.flag("amsgrad", false)))
          .with("adamw", s -> moments(s, 1e-2).adamW(rate(s, 1e-3), s.flag("amsgrad", false)))
          .with("adamax", s -> moments(s, 0).adamax(rate(s, 2e-3)))
          .with("nadam", s -> moments(s, 0).nadam(rate(s, 2e-3), s.number("momentum_decay", 0.004)))
          .with("radam", s -> moments(s, 0).radam(rate(s, 1e-3)))
          .with(
              "lion",
              s ->
                  Optimizers.lion(
                      rate(s, 1e-4), s.number("beta1", 0.9), s.number("beta2", 0.99), decay(s, 0)))
          .with(
              "rmsprop",
              s ->
                  Optimizers.rmsProp(
                      rate(s, 1e-2),
                      s.number("alpha", 0.99),
                      s.number("epsilon", 1e-8),
                      s.number("momentum", 0),
                      decay(s, 0)))
          .with(
              "adagrad",
              s -> Optimizers.adagrad(rate(s, 1e-2), s.number("epsilon", 1e-10), decay(s, 0)))
          .with(
              "adadelta",
              s ->
                  Optimizers.adadelta(
                      rate(s, 1), s.number("rho", 0.9), s.number("epsilon", 1e-6), decay(s, 0)));

  private OptimizerText() {}

  private static double rate(Description settings, double whenAbsent) {
    return settings.number("learning_rate", whenAbsent);
  }

  private static double decay(Description settings, double whenAbsent) {
    return settings.number("weight_decay", whenAbsent);
  }

  private static Moments moments(Description settings, double weightDecay) {
    return new Moments(
        settings.number("beta1", 0.9),
        settings.number("beta2", 0.999),
        settings.number("epsilon", 1e-8),
        decay(settings, weightDecay));
  }

  static List<Optimizer> all() {
    return CATALOGUE.all();
  }

  static Optimizer parse(String text) {
    String[] parts = text.split(";");
    Optimizer optimizer = CATALOGUE.parse(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      optimizer = with(optimizer, parts[i].strip());
    }
    return optimizer;
  }

  private static Optimizer with(Optimizer optimizer, String part) {
    if (part.startsWith("schedule ")) {
      return optimizer.withSchedule(Schedules.named(part.substring("schedule ".length())));
    }
    if (part.startsWith("group ")) {
      List<ParameterGroup> groups = new ArrayList<>(optimizer.groups());
      groups.add(ParameterGroup.parse(part));
      return optimizer.withGroups(groups);
    }
    Description description = Description.parse(part);
    double norm = description.number("clip_norm", Double.NaN);
    double value = description.number("clip_value", Double.NaN);
    String batches = description.word("accumulate", "");
    description.refuseOthers();
    if (description.words().isEmpty() && !batches.isEmpty() && Double.isNaN(norm + value)) {
      return optimizer.withAccumulation(description.count(batches));
    }
    if (!description.words().isEmpty() || Double.isNaN(norm) == Double.isNaN(value)) {
      throw new CatalogueException(
          "After an optimiser stand 'schedule …', 'clip_norm=…' or 'clip_value=…', 'group …' and"
              + " 'accumulate=…', found '"
              + part
              + "'");
    }
    return Double.isNaN(norm) ? optimizer.withClipValue(value) : optimizer.withClipNorm(norm);
  }

  /**
   * A method with another weight decay.
   *
   * @throws IllegalArgumentException if it is none of this catalogue, or has none
   */
  static Optimizer withWeightDecay(Optimizer optimizer, double weightDecay) {
    String text = optimizer.method();
    String changed =
        text.replaceFirst(
            "\\bweight_decay=\\S+", "weight_decay=" + Description.format(weightDecay));
    if (changed.equals(text) && !text.contains("weight_decay=")) {
      throw new IllegalArgumentException(
          "A group asks for another weight decay, and '" + text + "' has none; leave it out");
    }
    return CATALOGUE.parse(changed);
  }
}
