package org.gradcl.backend.opencl.program;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.discovery.OpenClException;
import org.gradcl.backend.opencl.memory.NativeObject;
import org.gradcl.backend.opencl.memory.OpenClContext;
import org.gradcl.device.DeviceDescription;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_device_id;
import org.jocl.cl_program;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds programs on one device, each source once, and owns them. Whoever makes it closes it,
 * before its context. One thread at a time.
 */
public final class Programs implements AutoCloseable {
  /** The system property with further options for the compiler, such as {@code -cl-opt-disable}. */
  public static final String PROPERTY = "gradcl.opencl.build.options";

  /** OpenCL C 1.2; warnings off, since some compilers print them to standard error. */
  private static final String OPTIONS = "-cl-std=CL1.2 -w";

  /**
   * Twice the registers and half the threads: without it, tiles of 8 x 8 numbers a work-item do not
   * stay in registers.
   */
  private static final String OPTIONS_OF_INTEL = " -cl-intel-256-GRF-per-thread";

  private static final Logger LOG = LoggerFactory.getLogger(Programs.class);

  /** Of a build that fails in other words each time. */
  private static final int MOST_ATTEMPTS = 5;

  private final OpenClContext context;
  private final String options;
  private final Map<String, Program> built = new HashMap<>();

  /** No program yet. */
  public Programs(OpenClContext context) {
    this.context = context;
    this.options = options(context.properties());
  }

  /** The options that programs are built with on a device. */
  public static String options(DeviceProperties device) {
    // Of Intel's own driver alone: Mesa refuses options that it does not know.
    boolean intel =
        device.type() == DeviceDescription.Type.GPU
            && device.platform().startsWith("Intel(R) OpenCL");
    return (OPTIONS + (intel ? OPTIONS_OF_INTEL : "") + " " + System.getProperty(PROPERTY, ""))
        .strip();
  }

  private static final class Program extends NativeObject {
    private final cl_program handle;

    Program(OpenClContext context, String file, cl_program handle) {
      super(context.ledger(), "program " + file);
      this.handle = handle;
    }

    @Override
    protected void release() {
      CL.clReleaseProgram(handle);
    }
  }

  /**
   * A kernel of a program, which is built if it was not yet.
   *
   * @throws KernelBuildException if it does not compile
   */
  public Kernel kernel(KernelSource source, String name) {
    return new Kernel(context, program(source).handle, name);
  }

  /**
   * Builds a program, if it was not yet, without asking for a kernel.
   *
   * @throws KernelBuildException if it does not compile
   */
  public void build(KernelSource source) {
    program(source);
  }

  /**
   * A program as the driver keeps it, built if it was not yet: machine code, an assembler's text or
   * what it likes.
   *
   * @throws KernelBuildException if it does not compile
   * @throws OpenClException if the driver does not hand it out
   */
  public byte[] binary(KernelSource source) {
    cl_program handle = program(source).handle;
    long[] sizes = new long[1];
    int code =
        CL.clGetProgramInfo(
            handle, CL.CL_PROGRAM_BINARY_SIZES, Sizeof.size_t, Pointer.to(sizes), null);
    OpenClException.check(
        "clGetProgramInfo(CL_PROGRAM_BINARY_SIZES)", code, source.file(), context.deviceName());
    byte[] binary = new byte[Math.toIntExact(sizes[0])];
    Pointer binaries = Pointer.to(Pointer.to(binary));
    code = CL.clGetProgramInfo(handle, CL.CL_PROGRAM_BINARIES, Sizeof.POINTER, binaries, null);
    OpenClException.check(
        "clGetProgramInfo(CL_PROGRAM_BINARIES)", code, source.file(), context.deviceName());
    return binary;
  }

  private Program program(KernelSource source) {
    return built.computeIfAbsent(source.text(), text -> build(source, text));
  }

  /** The number of programs built. */
  public int count() {
    return built.size();
  }

  private Program build(KernelSource source, String text) {
    int[] code = new int[1];
    long[] length = {text.length()}; // It is ASCII.
    cl_program handle =
        CL.clCreateProgramWithSource(context.handle(), 1, new String[] {text}, length, code);
    OpenClException.check("clCreateProgramWithSource", code[0], "", context.deviceName());
    Program program = new Program(context, source.file(), handle);
    int result = compile(handle);
    String failure = "";
    for (int attempt = 1; result == CL.CL_BUILD_PROGRAM_FAILURE; attempt++) {
      // PoCL replaces the JVM's signal handlers while it builds; a signal of any thread (every null
      // check may be one) makes the builds of that moment fail, each in words of its own. A faulty
      // kernel fails twice in the same words.
      String before = failure;
      failure = log(handle);
      if (failure.equals(before) || attempt == MOST_ATTEMPTS) {
        break;
      }
      LOG.debug("A build failed, trying once more: {}", failure);
      result = compile(handle);
    }
    if (result != CL.CL_SUCCESS) {
      String log = log(handle);
      program.close();
      throw new KernelBuildException(
          source, context.deviceName(), options, OpenClException.symbol(result), log);
    }
    return program;
  }

  private int compile(cl_program handle) {
    return CL.clBuildProgram(handle, 1, new cl_device_id[] {context.device()}, options, null, null);
  }

  private String log(cl_program handle) {
    long[] size = new long[1];
    int code =
        CL.clGetProgramBuildInfo(handle, context.device(), CL.CL_PROGRAM_BUILD_LOG, 0, null, size);
    if (code != CL.CL_SUCCESS || size[0] <= 1 || size[0] > 1 << 24) {
      return "";
    }
    byte[] bytes = new byte[(int) size[0]];
    code =
        CL.clGetProgramBuildInfo(
            handle,
            context.device(),
            CL.CL_PROGRAM_BUILD_LOG,
            bytes.length,
            Pointer.to(bytes),
            null);
    if (code != CL.CL_SUCCESS) {
      return "(the log could not be read: " + OpenClException.symbol(code) + ")";
    }
    return new String(bytes, 0, bytes.length - 1, StandardCharsets.UTF_8);
  }

  /** Releases all programs. A second call does nothing. */
  @Override
  public void close() {
    built.values().forEach(Program::close);
    built.clear();
  }
}
