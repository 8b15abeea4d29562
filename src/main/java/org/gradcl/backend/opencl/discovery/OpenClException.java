package org.gradcl.backend.opencl.discovery;

import org.jocl.CL;

/**
 * A call to OpenCL that failed. The message names the call, the error by its symbolic name, and the
 * kernel and device where there is one.
 */
public final class OpenClException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final int code;

  /**
   * An exception for a failed call.
   *
   * @param call the function, such as {@code clEnqueueNDRangeKernel}
   * @param code what it returned
   * @param kernel the kernel concerned, or empty
   * @param device the device concerned, or empty
   */
  public OpenClException(String call, int code, String kernel, String device) {
    super(
        call
            + " returned "
            + symbol(code)
            + " ("
            + code
            + ")"
            + (kernel.isEmpty() ? "" : ", kernel " + kernel)
            + (device.isEmpty() ? "" : ", on " + device));
    this.call = call;
    this.code = code;
  }

  /**
   * Passes a successful return code on.
   *
   * @throws OpenClException if the code is not {@code CL_SUCCESS}
   */
  public static void check(String call, int code, String kernel, String device) {
    if (code != CL.CL_SUCCESS) {
      throw new OpenClException(call, code, kernel, device);
    }
  }

  /** The symbolic name of an error code, such as {@code CL_BUILD_PROGRAM_FAILURE}. */
  public static String symbol(int code) {
    return CL.stringFor_errorCode(code);
  }

  /** The function that failed. */
  public String call() {
    return call;
  }

  /** What the function returned. */
  public int code() {
    return code;
  }
}
