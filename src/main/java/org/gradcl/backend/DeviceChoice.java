package org.gradcl.backend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradcl.device.DeviceDescription;
import org.gradcl.device.DeviceDescription.Type;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.DeviceReport;
import org.gradcl.device.Precision;
import org.gradcl.device.Reason;
import org.gradcl.device.SelectionReason;
import org.gradcl.text.ByteSize;

/** One choice among candidates, while it is being made: reasons fill in as they become known. */
final class DeviceChoice {
  private static final List<String> NAMING_PROPERTIES = List.of("vendor", "version");

  /** A candidate and the row that it has so far; the row's reason is null while undecided. */
  record Entry(Candidate candidate, DeviceReport.Row row) {
    static Entry of(String engine, Candidate candidate) {
      Reason reason = candidate.rejection().map(Candidate.Rejection::reason).orElse(null);
      String detail = candidate.rejection().map(Candidate.Rejection::detail).orElse("");
      return new Entry(
          candidate,
          new DeviceReport.Row(
              engine,
              candidate.description(),
              candidate.score(),
              candidate.memory(),
              reason,
              detail));
    }

    static Entry denied(BackendProvider provider) {
      DeviceDescription description =
          new DeviceDescription(
              provider.name(),
              provider.name(),
              provider.title(),
              provider.title(),
              Type.NONE,
              Map.of());
      return new Entry(
          null,
          new DeviceReport.Row(
              provider.title(), description, 0, 0, SelectionReason.DENIED_BY_POLICY, ""));
    }

    boolean undecided() {
      return row.reason() == null;
    }

    Entry decide(Reason reason, String detail) {
      return new Entry(
          candidate,
          new DeviceReport.Row(
              row.engine(), row.description(), row.score(), row.memory(), reason, detail));
    }
  }

  private final DevicePolicy policy;
  private final Precision precision;
  private final List<Entry> entries;

  DeviceChoice(DevicePolicy policy, Precision precision, long bytes, List<Entry> found) {
    this.policy = policy;
    this.precision = precision;
    this.entries = new ArrayList<>(found);
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.undecided() && bytes > entry.row().memory()) {
        String detail =
            String.format(
                "model and optimiser need %s, the device has %s",
                ByteSize.text(bytes), ByteSize.text(entry.row().memory()));
        entries.set(i, entry.decide(SelectionReason.TOO_LITTLE_MEMORY, detail));
      }
    }
  }

  /** Opens the best candidate that can be opened; null if there is none. Decides every row. */
  Device openBest() {
    Device device = null;
    for (int index : preference()) {
      if (device == null) {
        device = open(index);
      } else {
        decide(index, rankedBelow(entries.get(index)));
      }
    }
    decideTheRest();
    return device;
  }

  /** Opens and closes every usable candidate. Decides every row. */
  void openAll() {
    boolean chosen = false;
    for (int index : preference()) {
      Device device = open(index);
      if (device != null) {
        device.close();
        if (chosen) {
          decide(index, rankedBelow(entries.get(index)));
        }
        chosen = true;
      }
    }
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).undecided()) {
        Device device = open(i);
        if (device != null) {
          device.close();
          decide(i, unwanted());
        }
      }
    }
  }

  /** The decided rows, in the order in which the candidates were found. */
  List<DeviceReport.Row> rows() {
    return entries.stream().map(Entry::row).toList();
  }

  /** The undecided entries that the policy wants, best first. */
  private List<Integer> preference() {
    Comparator<Integer> byScore =
        Comparator.comparingDouble((Integer i) -> entries.get(i).row().score()).reversed();
    Comparator<Integer> order =
        Comparator.comparingInt((Integer i) -> rank(entries.get(i).row().description()))
            .thenComparing(byScore);
    List<Integer> wanted = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).undecided() && rank(entries.get(i).row().description()) >= 0) {
        wanted.add(i);
      }
    }
    wanted.sort(order);
    return wanted;
  }

  /** 0 for what the policy wants most, more for what it takes otherwise, -1 for what it refuses. */
  private int rank(DeviceDescription description) {
    boolean gpu = description.type() == Type.GPU;
    return switch (policy.kind()) {
      case PREFER_GPU -> gpu ? 0 : description.type() == Type.JVM ? 1 : -1;
      case REQUIRE_GPU -> gpu ? 0 : -1;
      case JVM, OPENCL -> 0;
      case NAMED -> rankByName(description);
    };
  }

  private int rankByName(DeviceDescription description) {
    String wanted = policy.name().toLowerCase(Locale.ROOT);
    if (description.id().toLowerCase(Locale.ROOT).equals(wanted)) {
      return 0;
    }
    if (holds(description.name(), wanted) || holds(description.summary(), wanted)) {
      return 1;
    }
    // PoCL, for one, has its name in its version alone.
    boolean maker =
        NAMING_PROPERTIES.stream()
            .anyMatch(key -> holds(description.properties().getOrDefault(key, ""), wanted));
    return maker ? 2 : -1;
  }

  private static boolean holds(String text, String wanted) {
    return text.toLowerCase(Locale.ROOT).contains(wanted);
  }

  private Device open(int index) {
    try {
      Device device = entries.get(index).candidate().opener().open(precision);
      decide(index, SelectionReason.CHOSEN);
      return device;
    } catch (DeviceRejectedException e) {
      Candidate.Rejection rejection = e.rejection();
      entries.set(index, entries.get(index).decide(rejection.reason(), rejection.detail()));
      return null;
    }
  }

  private SelectionReason rankedBelow(Entry entry) {
    boolean fallback =
        policy.kind() == DevicePolicy.Kind.PREFER_GPU
            && entry.row().description().type() == Type.JVM;
    return fallback ? SelectionReason.FALLBACK_NOT_NEEDED : SelectionReason.LOWER_SCORE;
  }

  private SelectionReason unwanted() {
    return policy.kind() == DevicePolicy.Kind.NAMED
        ? SelectionReason.NOT_NAMED
        : SelectionReason.NOT_A_GPU;
  }

  private void decideTheRest() {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).undecided()) {
        decide(i, unwanted());
      }
    }
  }

  private void decide(int index, Reason reason) {
    entries.set(index, entries.get(index).decide(reason, entries.get(index).row().detail()));
  }
}
