package org.gradcl.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.gradcl.device.DeviceDescription.Type;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.DeviceReport;
import org.gradcl.device.DeviceSettings;
import org.gradcl.device.NoDeviceException;
import org.gradcl.device.Precision;
import org.gradcl.device.PrecisionReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses a device by a fixed rule: the policy, then what fits and can be used, then the score.
 *
 * <p>A candidate that turns out to be unusable when it is opened keeps that reason in the report
 * and the next best is tried. A policy that excludes an engine never touches it. Immutable; safe
 * for use by several threads as far as the providers are.
 */
public final class DeviceSelector {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceSelector.class);

  private final List<BackendProvider> providers;
  private final DeviceSettings settings;
  private final Precision precision;

  private DeviceSelector(
      List<BackendProvider> providers, DeviceSettings settings, Precision precision) {
    this.providers = List.copyOf(providers);
    this.settings = settings;
    this.precision = precision;
  }

  /** Over the engines of this process, with the given settings. */
  public static DeviceSelector of(DeviceSettings settings) {
    List<BackendProvider> found =
        ServiceLoader.load(BackendProvider.class, BackendProvider.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    return of(found, settings);
  }

  /** Over the given providers, with the given settings. */
  public static DeviceSelector of(List<BackendProvider> providers, DeviceSettings settings) {
    return new DeviceSelector(providers, settings, Precision.FLOAT32);
  }

  /** This selector as if no flag, system property or environment variable were set. */
  public DeviceSelector withoutSettings() {
    return new DeviceSelector(providers, DeviceSettings.none(), precision);
  }

  /** This selector with another precision than {@link Precision#FLOAT32}. */
  public DeviceSelector withPrecision(Precision precision) {
    return new DeviceSelector(providers, settings, precision);
  }

  /**
   * Chooses and opens a device.
   *
   * <p>Logs by WARN that a required GPU was overridden and that a GPU was there but could not be
   * used.
   *
   * @param code the policy that the program asks for; settings may override it
   * @param bytes what model and optimiser need
   * @return the device, which the caller closes, with the report
   * @throws NoDeviceException if no device satisfies the policy; its message is the report
   */
  public DeviceSelection select(DevicePolicy code, long bytes) {
    DeviceSettings.Decision decision = settings.decide(code);
    decision.overridden().forEach(LOG::warn);
    DeviceChoice choice = scan(decision.policy(), bytes);
    Device device = choice.openBest();
    DeviceReport report = new DeviceReport(decision, choice.rows(), precision(device));
    if (device == null) {
      throw new NoDeviceException(report);
    }
    if (decision.policy().kind() == DevicePolicy.Kind.PREFER_GPU) {
      warnOfUnusedGpus(report);
    }
    return new DeviceSelection(device, report);
  }

  /**
   * What {@link #select} would choose, with every usable candidate of every admitted provider
   * opened, so that it has passed its self-test, and closed again.
   *
   * @param code the policy that the program asks for; settings may override it
   */
  public DeviceReport survey(DevicePolicy code) {
    DeviceSettings.Decision decision = settings.decide(code);
    DeviceChoice choice = scan(decision.policy(), 0);
    choice.openAll();
    return new DeviceReport(decision, choice.rows(), new PrecisionReport(precision, precision, ""));
  }

  private PrecisionReport precision(Device device) {
    if (device == null || precision == Precision.FLOAT32) {
      return new PrecisionReport(precision, precision, "");
    }
    return device
        .tensorRefusal()
        .map(reason -> new PrecisionReport(precision, Precision.FLOAT32, reason))
        .orElseGet(() -> new PrecisionReport(precision, precision, ""));
  }

  private DeviceChoice scan(DevicePolicy policy, long bytes) {
    // A name that no provider's ids begin with is searched for in all names; if it is in none, the
    // report lists those that there are.
    boolean anywhere =
        policy.kind() == DevicePolicy.Kind.NAMED
            && providers.stream().noneMatch(provider -> policy.admits(provider.name()));
    List<DeviceChoice.Entry> entries = new ArrayList<>();
    for (BackendProvider provider : providers) {
      if (anywhere || policy.admits(provider.name())) {
        for (Candidate candidate : provider.candidates()) {
          entries.add(DeviceChoice.Entry.of(provider.title(), candidate));
        }
      } else {
        entries.add(DeviceChoice.Entry.denied(provider));
      }
    }
    return new DeviceChoice(policy, precision, bytes, entries);
  }

  private static void warnOfUnusedGpus(DeviceReport report) {
    for (DeviceReport.Row row : report.rows()) {
      if (row.description().type() == Type.GPU && !row.usable()) {
        LOG.warn(
            "{} can't be used ({}: {}); using {}",
            row.description().summary(),
            row.reason().name(),
            row.detail(),
            report.chosen().orElseThrow().description().summary());
      }
    }
  }
}
