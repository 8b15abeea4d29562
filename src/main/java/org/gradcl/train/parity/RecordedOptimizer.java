package org.gradcl.train.parity;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
import org.gradcl.optim.ParameterGroup;

/** Reads the optimiser of a recorded trajectory. */
final class RecordedOptimizer {
  /** PyTorch's names of optimiser settings, and GradCL's. */
  private static final Map<String, String> SETTINGS = settings();

  private RecordedOptimizer() {}

  private static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("lr", "learning_rate");
    settings.put("eps", "epsilon");
    List.of("momentum", "nesterov", "weight_decay", "alpha", "beta1", "beta2", "amsgrad", "rho")
        .forEach(same -> settings.put(same, same));
    settings.put("momentum_decay", "momentum_decay");
    return Collections.unmodifiableMap(settings);
  }

  /** The optimiser of the catalogue, whose defaults are PyTorch's, with the settings given. */
  static Optimizer of(Specification given) throws IOException {
    StringBuilder text = new StringBuilder(given.text("name"));
    List<Specification> groups = given.has("groups") ? given.objects("groups") : List.of();
    for (Map.Entry<String, Object> setting : given.settings().entrySet()) {
      String key = SETTINGS.get(setting.getKey());
      if (key != null) {
        text.append(' ').append(key).append('=').append(setting.getValue());
      } else if (!Specification.isOff(setting.getValue())) {
        // Left out of the update it would make another optimiser of it.
        throw new IOException(
            "GradCL's optimisers have no '" + setting.getKey() + "', only " + SETTINGS.keySet());
      }
    }
    Optimizer optimizer = Optimizers.named(text.toString());
    for (Specification group : groups) {
      ParameterGroup settings = group(group);
      optimizer = optimizer.withGroup(settings.pattern(), same -> settings);
    }
    return optimizer;
  }

  private static ParameterGroup group(Specification given) throws IOException {
    ParameterGroup group = ParameterGroup.of(given.text("match"));
    if (given.has("lr")) {
      group = group.withLearningRate(given.number("lr"));
    }
    if (given.has("weight_decay")) {
      group = group.withWeightDecay(given.number("weight_decay"));
    }
    if (given.flag("frozen", false)) {
      group = group.freeze();
    }
    given.refuseOthers();
    return group;
  }
}
