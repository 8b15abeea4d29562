package org.gradcl.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.gradcl.backend.Device;
import org.gradcl.backend.DeviceSelection;
import org.gradcl.backend.DeviceSelector;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.DeviceReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code devices}: every platform and device, and which ones would be used. */
@Command(
    name = "devices",
    description = {
      "Lists every platform and device found, whether each can be used and why, and its properties."
          + " Says which one auto picks; if another choice is asked for, also which one that"
          + " picks.",
      "Exits with 0 even without OpenCL."
    },
    mixinStandardHelpOptions = true)
final class DevicesCommand implements Callable<Integer> {
  private static final int LINE = 98;
  private static final Pattern WORDS = Pattern.compile("\\s+");

  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device;

  @Option(
      names = "--save-binaries",
      paramLabel = "DIR",
      description = {
        "Also save, of the device that is picked, the programs of the self-test and of the"
            + " benchmark's W1 to W4 as its driver compiled them, with their sources and"
            + " binaries.json, which says who compiled them and how."
      })
  private Path binaries;

  @Override
  public Integer call() throws IOException {
    if (binaries != null) {
      new BinariesFolder(binaries).requireUsable();
    }
    DeviceSelector selector = device.selector();
    // All engines are scanned, even those that the flag or the settings of the process exclude.
    DeviceReport report = selector.withoutSettings().survey(DevicePolicy.preferGpu());
    PrintWriter out = spec.commandLine().getOut();
    out.println(report.text());
    if (device.isGiven()) {
      DeviceReport asked = selector.survey(DevicePolicy.preferGpu());
      out.println();
      out.println("With " + asked.decision().origin() + ": " + asked.headline());
    }
    for (DeviceReport.Row row : report.rows()) {
      if (!row.description().properties().isEmpty()) {
        out.println();
        out.println(row.description().id() + "  " + row.description().summary());
        printProperties(out, row.description().properties());
      }
    }
    if (binaries != null) {
      save(out);
    }
    out.flush();
    return 0;
  }

  private void save(PrintWriter out) throws IOException {
    DeviceSelection selection = device.selector().select(DevicePolicy.preferGpu(), 0);
    try (Device chosen = selection.device()) {
      int programs = new BinariesFolder(binaries).write(chosen);
      out.println();
      out.println(
          String.format("%d programs of %s: %s", programs, chosen.description().name(), binaries));
    }
  }

  static void printProperties(PrintWriter out, Map<String, String> properties) {
    int width = properties.keySet().stream().mapToInt(String::length).max().orElse(0);
    properties.forEach(
        (name, value) -> {
          String indent = "  " + name + " ".repeat(width - name.length() + 2);
          StringBuilder line = new StringBuilder(indent);
          for (String word : WORDS.splitAsStream(value.strip()).toList()) {
            if (line.length() > indent.length() && line.length() + word.length() > LINE) {
              out.println(line.toString().stripTrailing());
              line = new StringBuilder(" ".repeat(indent.length()));
            }
            line.append(word).append(' ');
          }
          out.println(line.toString().stripTrailing());
        });
  }
}
