package org.gradcl.house;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A room of the house: a package, what it is for and what it may use. The one list from which the
 * rules between packages are tested and the table in {@code docs/architecture.md} is rendered.
 */
record Room(String name, String purpose, List<String> uses, List<String> libraries) {

  private static final String JSON = "com.fasterxml.jackson.core";

  static final List<Room> ALL =
      List.of(
          room("text", "tables, figures and sizes for people"),
          room("tensor", "numbers on the host: shapes, types, named arrays"),
          room("random", "counter-based random numbers (Philox), the same on every backend"),
          room("expr", "scalar expressions: derivative, simplification, tape, float64"),
          room("io", "file formats, pure: safetensors, JSON", "tensor", "text").with(JSON),
          room("data", "batch sources, sample orders, a linear baseline", "tensor", "random"),
          room(
              "data.table",
              "tables, their split, and the schema that encodes them",
              "data",
              "text",
              "io"),
          room("data.csv", "CSV files as tables", "data.table").with("de.siegmar.fastcsv"),
          room("data.image", "images: layouts, rows of pixels, IDX files", "data", "text"),
          room("data.folder", "folders of PNG and JPEG files", "data.image")
              .with("java.awt", "javax.imageio"),
          room("data.augment", "changes of samples at random: images, noise, mixup", "data.image"),
          room("data.sequence", "windows over texts and time series", "data", "text"),
          room("graph", "what is computed: values, operations, reverse mode", "tensor", "expr"),
          room("catalogue", "named entries with settings, and their text form"),
          room(
              "nn",
              "blocks, layers and models, activations, initialisers",
              "graph",
              "random",
              "catalogue",
              "text"),
          room("loss", "losses", "graph", "catalogue"),
          room("metric", "metrics", "loss", "graph", "catalogue"),
          room("optim", "update rules and schedules", "graph", "catalogue", "text"),
          room("step", "the whole step as one graph", "nn", "loss", "metric", "optim"),
          room("reference", "interprets a graph in float64, unfused", "graph", "random"),
          room("plan", "how: fused launches, memory, the compiler and its verifier", "graph"),
          room(
              "device",
              "what programs see of devices: policy, report, explanation, errors",
              "graph",
              "text"),
          room(
              "backend",
              "the seam: devices, states, executables, how one is chosen",
              "plan",
              "device"),
          room("backend.jvm", "the JVM engine", "backend", "random")
              .with("com.sun.management", "jdk.incubator.vector"),
          room("backend.opencl", "the JOCL host layer", "backend").with("org.jocl"),
          room(
              "train.report",
              "the events, reports and failures of training that programs see",
              "device"),
          room(
              "train.session",
              "a model's state on a device, and the plans loaded over it",
              "train.report",
              "step",
              "backend"),
          room("train.feed", "samples into batch buffers, checked", "data", "step", "backend"),
          room(
              "train.inference",
              "prediction and evaluation in pieces that fit",
              "train.session",
              "train.feed",
              "reference"),
          room(
              "train.checkpoint",
              "what a checkpoint holds, its file and a fit's folder",
              "train.session",
              "io"),
          room("train.fit", "the run of a fit", "train.checkpoint", "train.inference"),
          room(
              "train",
              "the face: trainer, predictor, fit, checkpoint; traces and trajectories",
              "train.fit",
              "data.table"),
          room("cli", "commands, progress, plots", "train", "data.csv")
              .with(
                  "com.sun.management",
                  "de.siegmar.fastcsv",
                  "picocli",
                  "org.knowm.xchart",
                  "me.tongfei.progressbar",
                  "org.jline",
                  "ch.qos.logback",
                  "java.awt",
                  "javax.imageio"));

  private static Room room(String name, String purpose, String... uses) {
    return new Room(name, purpose, List.of(uses), List.of());
  }

  private Room with(String... more) {
    return new Room(name, purpose, uses, List.of(more));
  }

  static Room named(String name) {
    return ALL.stream().filter(room -> room.name().equals(name)).findFirst().orElseThrow();
  }

  /** The package, with everything below it that is no room of its own. */
  String packageName() {
    return "org.gradcl." + name;
  }

  /** This room, what it may use, and what those may use. */
  Set<String> reachable() {
    Set<String> rooms = new LinkedHashSet<>(List.of(name));
    uses.forEach(used -> rooms.addAll(named(used).reachable()));
    return rooms;
  }

  /** The room that a class of a package belongs to: the longest name that fits; null for none. */
  static Room of(String packageName) {
    Room found = null;
    for (Room room : ALL) {
      boolean inside =
          packageName.equals(room.packageName())
              || packageName.startsWith(room.packageName() + ".");
      if (inside && (found == null || room.name().length() > found.name().length())) {
        found = room;
      }
    }
    return found;
  }

  /** The table of rooms as it stands in the documentation. */
  static String table() {
    StringBuilder table = new StringBuilder("| room | for | may use |\n|---|---|---|\n");
    for (Room room : ALL) {
      String uses =
          room.uses().isEmpty() ? "nothing" : "`" + String.join("`, `", room.uses()) + "`";
      String libraries =
          room.libraries().isEmpty() ? "" : "; libraries: " + String.join(", ", room.libraries());
      table.append(
          String.format("| `%s` | %s | %s%s |%n", room.name(), room.purpose(), uses, libraries));
    }
    return table.toString();
  }
}
