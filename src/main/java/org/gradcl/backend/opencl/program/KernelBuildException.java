package org.gradcl.backend.opencl.program;

/**
 * A program that did not compile; the message holds the device, the options, the compiler's log and
 * the numbered source.
 */
public final class KernelBuildException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KernelBuildException(
      KernelSource source, String device, String options, String error, String log) {
    super(
        String.format(
            "The kernel file %s did not compile on %s with the options '%s': %s%n"
                + "The compiler says:%n%s%nThe source:%n%s",
            source.file(),
            device,
            options,
            error,
            log.isBlank() ? "(nothing)" : log.strip(),
            source.numbered()));
  }
}
