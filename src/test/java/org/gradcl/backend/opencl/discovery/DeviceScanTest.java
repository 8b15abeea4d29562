package org.gradcl.backend.opencl.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.gradcl.device.DeviceDescription;
import org.gradcl.testing.OpenClForTests;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scan of this machine, and of machines as they may be, in processes of their own. */
class DeviceScanTest {
  private static final Path VENDORS = Path.of("/etc/OpenCL/vendors");

  @TempDir Path folder;

  /** Prints a line for each thing that the scan met. */
  static final class Print {
    private Print() {}

    public static void main(String[] arguments) {
      for (FoundDevice found : DeviceScan.scan()) {
        String reason = found.rejection().map(r -> r.reason().name()).orElse("USABLE");
        System.out.println(reason + " " + found.description().id());
      }
    }
  }

  private String scan(Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Print.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD).redirectOutput(output.toFile());
    Process process = builder.start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    return Files.readString(output).strip();
  }

  @Test
  void theScanFindsSomethingOrSaysWhyNot() {
    List<FoundDevice> found = DeviceScan.scan();
    assertThat(found).isNotEmpty();
    for (FoundDevice entry : found) {
      assertThat(entry.description().provider()).isEqualTo("opencl");
      assertThat(entry.rejection().isPresent() || entry.properties().isPresent()).isTrue();
      entry.rejection().ifPresent(rejection -> assertThat(rejection.detail()).isNotBlank());
      // A library or a platform is not to be counted among the devices.
      boolean isDevice = entry.description().id().matches("opencl:\\d+:\\d+");
      assertThat(entry.description().type() != DeviceDescription.Type.NONE).isEqualTo(isDevice);
    }
  }

  @Test
  void openClIsThereOrNotAsTheTestsExpectAndStandardOutputHoldsNothingElse()
      throws IOException, InterruptedException {
    String printed = scan(Map.of());
    switch (OpenClForTests.EXPECTATION) {
      case "absent" -> {
        assertThat(OpenClForTests.usable()).isEmpty();
        assertThat(printed).isIn("NO_OPENCL_LIBRARY opencl", "NO_PLATFORM opencl");
      }
      case "required" -> assertThat(printed).contains("USABLE opencl:");
      default -> assertThat(printed.lines()).allMatch(line -> line.matches("[A-Z_]+ opencl\\S*"));
    }
  }

  @Test
  @RequiresOpenCl
  void aLoaderWithoutDriversIsNoPlatform() throws IOException, InterruptedException {
    assertThat(scan(Map.of("OCL_ICD_VENDORS", folder.toString()))).isEqualTo("NO_PLATFORM opencl");
  }

  @Test
  @RequiresOpenCl
  void aDriverThatIsNoLibraryIsPassedOver() throws IOException, InterruptedException {
    Path garbage = Files.writeString(folder.resolve("garbage.so"), "not a library");
    Files.writeString(folder.resolve("garbage.icd"), garbage + "\n");
    assertThat(scan(Map.of("OCL_ICD_VENDORS", folder.toString()))).isEqualTo("NO_PLATFORM opencl");
  }

  @Test
  @RequiresOpenCl
  void aPlatformWithoutDevicesIsOneEntryAndTheOthersStay()
      throws IOException, InterruptedException {
    // PoCL with a cache that can't be written has no devices; rusticl beside it has its own.
    List<String> expected = new ArrayList<>();
    for (var driver : Map.of("pocl.icd", "NO_DEVICE", "rusticl.icd", "USABLE").entrySet()) {
      Path installed = VENDORS.resolve(driver.getKey());
      if (Files.exists(installed)) {
        Files.copy(installed, folder.resolve(driver.getKey()));
        expected.add(driver.getValue());
      }
    }
    Map<String, String> environment =
        Map.of(
            "OCL_ICD_VENDORS", folder.toString(),
            "POCL_CACHE_DIR", "/proc/nowhere",
            "RUSTICL_ENABLE", "llvmpipe");
    assertThat(scan(environment).lines().map(line -> line.substring(0, line.indexOf(' '))))
        .containsExactlyInAnyOrderElementsOf(
            expected.isEmpty() ? List.of("NO_PLATFORM") : expected);
  }

  /** The remedy of this reason says what PoCL needs. */
  @Test
  @RequiresOpenCl
  void poclWithoutACacheHasNoDevice() throws IOException, InterruptedException {
    Path pocl = VENDORS.resolve("pocl.icd");
    Map<String, String> environment =
        Map.of("POCL_CACHE_DIR", "/proc/nowhere", "OCL_ICD_VENDORS", pocl.toString());
    assertThat(scan(environment))
        .isEqualTo(Files.exists(pocl) ? "NO_DEVICE opencl:0" : "NO_PLATFORM opencl");
    assertThat(OpenClReason.NO_DEVICE.remedy()).contains("POCL_CACHE_DIR");
  }

  @Test
  @RequiresOpenCl
  void aPoisonedJoclIsAReasonAndNotACrash() throws IOException, InterruptedException {
    // A file in place of the temporary folder: JOCL can't unpack its native library.
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(scan(Map.of(), "-Djava.io.tmpdir=" + file))
        .isEqualTo("NATIVE_LIBRARY_FAILED opencl");
  }

  @Test
  @RequiresOpenCl
  void aRelativeTemporaryFolderIsMadeAbsolute() throws IOException, InterruptedException {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path relative = Path.of("").toAbsolutePath().relativize(temporary.toAbsolutePath());
    assertThat(scan(Map.of(), "-Djava.io.tmpdir=" + relative)).contains("USABLE opencl:");
    assertThat(temporary).isEmptyDirectory();
  }
}
