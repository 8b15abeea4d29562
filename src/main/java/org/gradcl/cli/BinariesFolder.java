package org.gradcl.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.backend.Device;
import org.gradcl.backend.ProgramBinary;
import org.gradcl.cli.bench.TrainingWorkload;
import org.gradcl.cli.bench.Workloads;
import org.gradcl.cli.training.UsageException;
import org.gradcl.cli.training.Versions;
import org.gradcl.data.DataException;
import org.gradcl.device.DeviceDescription;
import org.gradcl.io.file.AtomicFile;
import org.gradcl.io.json.Json;
import org.gradcl.plan.Compiler;
import org.gradcl.plan.Plan;

/**
 * A folder with the programs of the self-test and of the benchmark's workloads as a device's driver
 * compiled them, their sources, and what is needed to judge them: who compiled, and how.
 *
 * @param folder made if it does not exist; otherwise empty, or of an earlier call
 */
record BinariesFolder(Path folder) {
  /** The file that says what the others are. */
  static final String INDEX = "binaries.json";

  /**
   * Refuses a folder that holds anything else.
   *
   * @throws DataException naming the folder
   */
  void requireUsable() throws IOException {
    if (!Files.exists(folder) || Files.exists(folder.resolve(INDEX))) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new DataException("--save-binaries takes a folder, " + folder + " is a file");
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new DataException(
            String.format(
                "--save-binaries would mix with what is in %s: there is no %s of an earlier call in"
                    + " it; give another folder",
                folder, INDEX));
      }
    }
  }

  /**
   * Builds the programs and writes them.
   *
   * @return how many
   * @throws UsageException if the device has none
   */
  int write(Device device) throws IOException {
    Map<String, Plan> plans = new LinkedHashMap<>();
    for (TrainingWorkload workload : Workloads.training()) {
      plans.put(
          workload.name(),
          Compiler.compile(workload.step().graph(workload.samples()), device.target()));
    }
    List<ProgramBinary> binaries = device.binaries(plans);
    if (binaries.isEmpty()) {
      throw new UsageException(
          String.format(
              "--save-binaries needs a device with a compiler of its own, %s has none; name an"
                  + " OpenCL device, such as --device opencl",
              device.description().name()));
    }
    Files.createDirectories(folder);
    List<Map<String, Object>> programs = new ArrayList<>();
    for (ProgramBinary binary : binaries) {
      String name = String.format(Locale.ROOT, "%02d-%s", programs.size() + 1, binary.kernel());
      AtomicFile.write(folder.resolve(name + ".bin"), binary.binary());
      AtomicFile.write(
          folder.resolve(name + ".cl"), binary.source().getBytes(StandardCharsets.US_ASCII));
      programs.add(fields(name, binary));
    }
    AtomicFile.write(
        folder.resolve(INDEX),
        Json.indented(index(device.description(), programs)).getBytes(StandardCharsets.UTF_8));
    return programs.size();
  }

  private static Map<String, Object> index(
      DeviceDescription device, List<Map<String, Object>> programs) {
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("device", device.summary());
    index.put("properties", device.properties());
    index.put("gradcl", Versions.ofProcess().version());
    index.put("commit", Versions.ofProcess().commit());
    index.put("programs", programs);
    return index;
  }

  private static Map<String, Object> fields(String name, ProgramBinary binary) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("binary", name + ".bin");
    fields.put("source", name + ".cl");
    fields.put("kernel", binary.kernel());
    fields.put("options", binary.options());
    fields.put("bytes", (long) binary.binary().length);
    fields.put("uses", binary.uses());
    return fields;
  }
}
