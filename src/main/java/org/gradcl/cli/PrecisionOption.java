package org.gradcl.cli;

import org.gradcl.device.Precision;
import picocli.CommandLine.Option;

/** The flag {@code --precision}, the same in every command that multiplies. */
final class PrecisionOption {
  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      defaultValue = "FLOAT32",
      description =
          "How precisely products are computed: float32, the default, or float32_tensor, which"
              + " admits tensor cores where they are faster, on NVIDIA's A100, H100, H200 and B200;"
              + " elsewhere it is float32, and the report of the device says so.")
  private Precision value;

  /** What the device may do. */
  Precision value() {
    return value;
  }
}
