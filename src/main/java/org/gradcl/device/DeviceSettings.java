package org.gradcl.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The settings outside the program's own code that choose a device. The order of precedence: the
 * command line's flag {@code --device}, the system property {@code gradcl.device}, the environment
 * variable {@code GRADCL_DEVICE}, the code. All in the words of {@link DevicePolicy#parse}; a blank
 * text counts as absent. Immutable.
 *
 * @param flag the words of the flag, if the program has one and it was given
 * @param systemProperty looks up a system property; null if absent
 * @param environment looks up an environment variable; null if absent
 */
public record DeviceSettings(
    Optional<String> flag,
    UnaryOperator<String> systemProperty,
    UnaryOperator<String> environment) {

  /** The system property that names a device. */
  public static final String PROPERTY = "gradcl.device";

  /** The environment variable that names a device. */
  public static final String VARIABLE = "GRADCL_DEVICE";

  /**
   * The policy that holds.
   *
   * @param policy the rule that counts
   * @param origin where it comes from, such as {@code --device jvm} or {@code GRADCL_DEVICE=jvm};
   *     empty if it is the code's own
   * @param overridden a sentence for each required GPU that {@code policy} overrides
   */
  public record Decision(DevicePolicy policy, String origin, List<String> overridden) {
    /** Copies the list. */
    public Decision {
      overridden = List.copyOf(overridden);
    }
  }

  /** The settings of this process, without a flag. */
  public static DeviceSettings ofProcess() {
    return new DeviceSettings(Optional.empty(), System::getProperty, System::getenv);
  }

  /** No settings: the program's own policy counts. */
  public static DeviceSettings none() {
    return new DeviceSettings(Optional.empty(), name -> null, name -> null);
  }

  /** These settings with the flag's words; null for a flag that was not given. */
  public DeviceSettings withFlag(String words) {
    return new DeviceSettings(Optional.ofNullable(words), systemProperty, environment);
  }

  /** Decides which policy counts, given the program's own. */
  public Decision decide(DevicePolicy code) {
    List<Setting> settings = new ArrayList<>();
    flag.ifPresent(words -> add(settings, "--device ", words));
    add(settings, "-D" + PROPERTY + "=", systemProperty.apply(PROPERTY));
    add(settings, VARIABLE + "=", environment.apply(VARIABLE));
    settings.add(new Setting(code, ""));
    Setting winner = settings.get(0);
    List<String> overridden = new ArrayList<>();
    for (Setting loser : settings.subList(1, settings.size())) {
      if (loser.policy().kind() == DevicePolicy.Kind.REQUIRE_GPU
          && winner.policy().kind() != DevicePolicy.Kind.REQUIRE_GPU) {
        String asker = loser.origin().isEmpty() ? "The program" : loser.origin();
        overridden.add(asker + " requires a GPU; " + winner.origin() + " overrides it");
      }
    }
    return new Decision(winner.policy(), winner.origin(), overridden);
  }

  private static void add(List<Setting> settings, String prefix, String words) {
    if (words != null && !words.isBlank()) {
      settings.add(new Setting(DevicePolicy.parse(words), prefix + words.strip()));
    }
  }

  private record Setting(DevicePolicy policy, String origin) {}
}
