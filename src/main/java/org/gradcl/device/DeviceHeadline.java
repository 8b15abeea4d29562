package org.gradcl.device;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.gradcl.device.DeviceDescription.Type;

/** A {@link DeviceReport} in one line: which device, and why. */
final class DeviceHeadline {
  private DeviceHeadline() {}

  static String of(DeviceReport report) {
    return report
        .chosen()
        .map(row -> row.description().summary() + ": " + why(report, row) + precision(report))
        .orElseGet(() -> "No device for " + asked(report) + noDevice(report));
  }

  /** Nothing where nothing was asked for. */
  private static String precision(DeviceReport report) {
    PrecisionReport precision = report.precision();
    return precision.asked() == Precision.FLOAT32 ? "" : "; " + precision.text();
  }

  private static String why(DeviceReport report, DeviceReport.Row chosen) {
    return switch (report.decision().policy().kind()) {
      case PREFER_GPU, REQUIRE_GPU ->
          chosen.description().type() == Type.GPU
              ? rank(report, Type.GPU, "GPU")
              : whyNoGpu(report);
      case OPENCL -> rank(report, null, chosen.engine() + " device");
      case JVM, NAMED -> "asked for by " + asker(report);
    };
  }

  /** Such as {@code the only GPU}, {@code the best of 2 GPUs}, {@code the only usable GPU of 2}. */
  private static String rank(DeviceReport report, Type type, String noun) {
    List<DeviceReport.Row> kin =
        report.rows().stream()
            .filter(row -> type == null || row.description().type() == type)
            .filter(row -> isDevice(row) && row.reason() != SelectionReason.DENIED_BY_POLICY)
            .toList();
    long usable = kin.stream().filter(DeviceReport.Row::usable).count();
    if (usable > 1) {
      return "the best of " + usable + " " + noun + "s";
    }
    return kin.size() == 1 ? "the only " + noun : "the only usable " + noun + " of " + kin.size();
  }

  private static String whyNoGpu(DeviceReport report) {
    List<String> unusable = new ArrayList<>();
    for (DeviceReport.Row row : report.rows()) {
      if (row.description().type() == Type.GPU && !row.usable()) {
        unusable.add(row.description().name() + " not usable, " + row.brief());
      }
    }
    return unusable.isEmpty() ? noGpuFound(report) : String.join("; ", unusable);
  }

  private static String noGpuFound(DeviceReport report) {
    Map<String, List<DeviceReport.Row>> engines = new LinkedHashMap<>();
    for (DeviceReport.Row row : report.rows()) {
      if (row.description().type() != Type.JVM) {
        engines.computeIfAbsent(row.engine(), engine -> new ArrayList<>()).add(row);
      }
    }
    List<String> others = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    for (Map.Entry<String, List<DeviceReport.Row>> entry : engines.entrySet()) {
      List<DeviceReport.Row> usable =
          entry.getValue().stream().filter(DeviceReport.Row::usable).toList();
      if (usable.isEmpty()) {
        broken.add(entry.getKey() + " not usable, " + entry.getValue().get(0).brief());
      } else {
        others.add(alternative(entry.getKey(), usable));
      }
    }
    if (!others.isEmpty()) {
      return "no GPU (" + String.join("; ", others) + ")";
    }
    return broken.isEmpty() ? "no other engine is installed" : String.join("; ", broken);
  }

  /** Such as {@code OpenCL has one CPU device; `--device opencl` would use it}. */
  private static String alternative(String engine, List<DeviceReport.Row> usable) {
    Type type = usable.get(0).description().type();
    boolean same = usable.stream().allMatch(row -> row.description().type() == type);
    String noun = same && type == Type.CPU ? "CPU device" : "device";
    boolean one = usable.size() == 1;
    return String.format(
        Locale.ROOT,
        "%s has %s %s%s; `--device %s` would use %s",
        engine,
        one ? "one" : Integer.toString(usable.size()),
        noun,
        one ? "" : "s",
        usable.get(0).description().provider(),
        one ? "it" : "the best of them");
  }

  /** Such as {@code 'gpu', asked for by --device gpu}. */
  private static String asked(DeviceReport report) {
    DevicePolicy policy = report.decision().policy();
    return "'" + policy.words() + "', asked for by " + asker(report);
  }

  private static String asker(DeviceReport report) {
    String origin = report.decision().origin();
    return origin.isEmpty() ? "the program" : origin;
  }

  /** The obstacle for each candidate that the policy wanted. */
  private static String noDevice(DeviceReport report) {
    List<String> reasons = new ArrayList<>();
    passedOver(report, SelectionReason.NOT_NAMED, "it is none of those found")
        .ifPresent(reasons::add);
    passedOver(report, SelectionReason.NOT_A_GPU, "none of those found is a GPU")
        .ifPresent(reasons::add);
    for (DeviceReport.Row row : report.rows()) {
      if (!(row.reason() instanceof SelectionReason)
          || row.reason() == SelectionReason.TOO_LITTLE_MEMORY) {
        reasons.add(notUsable(report, row));
      }
    }
    return reasons.isEmpty() ? "" : ": " + String.join("; ", reasons);
  }

  /**
   * A platform without devices does not make an engine unusable that has devices on another
   * platform.
   */
  private static String notUsable(DeviceReport report, DeviceReport.Row row) {
    if (isDevice(row)) {
      return row.description().name() + " not usable, " + row.brief();
    }
    boolean others =
        report.rows().stream()
            .anyMatch(other -> isDevice(other) && other.engine().equals(row.engine()));
    return others ? row.brief() : row.engine() + " not usable, " + row.brief();
  }

  /** Usable devices that were not asked for, by their ids. */
  private static Optional<String> passedOver(
      DeviceReport report, SelectionReason reason, String words) {
    List<String> ids =
        report.rows().stream()
            .filter(row -> isDevice(row) && row.reason() == reason)
            .map(row -> row.description().id())
            .toList();
    return ids.isEmpty()
        ? Optional.empty()
        : Optional.of(words + " (" + String.join(", ", ids) + ")");
  }

  private static boolean isDevice(DeviceReport.Row row) {
    return row.description().type() != Type.NONE;
  }
}
