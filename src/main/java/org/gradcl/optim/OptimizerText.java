package org.gradcl.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
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
          .with("lamb", s -> moments(s, 1e-2, 1e-6).lamb(rate(s, 1e-3)))
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
    return moments(settings, weightDecay, 1e-8);
  }

  private static Moments moments(Description settings, double weightDecay, double epsilon) {
    return new Moments(
        settings.number("beta1", 0.9),
        settings.number("beta2", 0.999),
        settings.number("epsilon", epsilon),
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
    if (description.words().equals(List.of("lookahead"))) {
      int every = description.count(description.word("every", "5"));
      double alpha = description.number("alpha", 0.5);
      description.refuseOthers();
      return optimizer.withLookahead(every, alpha);
    }
    OptionalDouble norm = optional(description, "clip_norm");
    OptionalDouble value = optional(description, "clip_value");
    OptionalDouble ema = optional(description, "ema");
    String batches = description.word("accumulate", "");
    boolean vectors = description.flag("decay_vectors", true);
    description.refuseOthers();
    long given = Stream.of(norm, value, ema).filter(OptionalDouble::isPresent).count();
    given += (batches.isEmpty() ? 0 : 1) + (vectors ? 0 : 1);
    if (!description.words().isEmpty() || given != 1) {
      throw new CatalogueException(
          "After an optimiser stand 'schedule …', 'clip_norm=…' or 'clip_value=…', 'group …',"
              + " 'decay_vectors=false', 'accumulate=…', 'lookahead …' and 'ema=…', found '"
              + part
              + "'");
    }
    if (norm.isPresent()) {
      return optimizer.withClipNorm(norm.getAsDouble());
    }
    if (value.isPresent()) {
      return optimizer.withClipValue(value.getAsDouble());
    }
    if (!vectors) {
      return optimizer.withoutDecayOnBiasesAndNorms();
    }
    return ema.isPresent()
        ? optimizer.withEma(ema.getAsDouble())
        : optimizer.withAccumulation(description.count(batches));
  }

  private static OptionalDouble optional(Description settings, String key) {
    double number = settings.number(key, Double.NaN);
    return Double.isNaN(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
  }

  /** Whether the catalogue reads another method from a method's text than the one that has it. */
  static boolean isOther(Optimizer optimizer) {
    return Catalogue.readsAnother(
        optimizer.method(),
        CATALOGUE::parse,
        read ->
            read.slots().equals(optimizer.slots())
                && read.update().equals(optimizer.update())
                && read.direction().equals(optimizer.direction()));
  }

  /**
   * A method with another weight decay.
   *
   * @throws IllegalArgumentException if it is none of this catalogue, or has none
   */
  static Optimizer withWeightDecay(Optimizer optimizer, double weightDecay) {
    String text = optimizer.method();
    if (isOther(optimizer)) {
      throw new IllegalArgumentException(
          "Another weight decay is asked for of a method of a program's own, '"
              + text
              + "'; state it in its update");
    }
    String changed =
        text.replaceFirst(
            "\\bweight_decay=\\S+", "weight_decay=" + Description.format(weightDecay));
    if (changed.equals(text) && !text.contains("weight_decay=")) {
      throw new IllegalArgumentException(
          "Another weight decay is asked for, and '" + text + "' has none; leave it out");
    }
    return CATALOGUE.parse(changed);
  }
}
