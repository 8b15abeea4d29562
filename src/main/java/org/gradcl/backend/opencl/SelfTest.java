package org.gradcl.backend.opencl;

import java.nio.FloatBuffer;
import java.util.Locale;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.Device;
import org.gradcl.backend.DeviceRejectedException;
import org.gradcl.backend.Executable;
import org.gradcl.backend.State;
import org.gradcl.backend.StepState;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.discovery.FoundDevice;
import org.gradcl.backend.opencl.discovery.OpenClException;
import org.gradcl.backend.opencl.discovery.OpenClReason;
import org.gradcl.backend.opencl.program.KernelBuildException;
import org.gradcl.backend.opencl.program.Programs;
import org.gradcl.backend.opencl.tuning.MatmulSetting;
import org.gradcl.device.Precision;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.plan.Compiler;
import org.gradcl.plan.Plan;
import org.gradcl.tensor.Deviation;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The test that a device must pass before it is used: one training step of a small network, whose
 * loss, gradients and updated parameters must be those of float64. A passed test is remembered for
 * the device, its driver and what was compiled.
 */
final class SelfTest {
  private static final Logger LOG = LoggerFactory.getLogger(SelfTest.class);

  /** Far above float32's rounding, far below any mistake. */
  static final double USUAL = 1e-4;

  /** Above float32's rounding, below that of a single product of TF32. */
  static final double PRECISE = 1e-5;

  private SelfTest() {}

  /**
   * Opens a device that passes, with tensor cores where the precision admits them and it passes
   * with them, too.
   *
   * @throws DeviceRejectedException if it does not pass without, with the reason
   */
  static Device open(FoundDevice found, Precision precision, SelfTestVerdicts verdicts) {
    MatmulSetting setting = MatmulSetting.of(found.properties().orElseThrow());
    OpenClDevice device = open(found, setting, USUAL, verdicts);
    return precision == Precision.FLOAT32 ? device : TensorCores.admit(device, found, verdicts);
  }

  /** Opens a device that passes with a way of multiplying, within a tolerance. */
  static OpenClDevice open(
      FoundDevice found, MatmulSetting setting, double tolerance, SelfTestVerdicts verdicts) {
    OpenClDevice device;
    try {
      device = new OpenClDevice(found, setting);
    } catch (OpenClException e) {
      throw new DeviceRejectedException(OpenClReason.DRIVER_ERROR, e.getMessage());
    }
    try {
      String key = key(device, tolerance);
      if (!verdicts.hasPassed(key)) {
        run(device, new SelfTestNet(), tolerance);
        verdicts.remember(key);
        LOG.debug("{} passed the self-test", found.description().name());
      }
      return device;
    } catch (KernelBuildException e) {
      device.close();
      throw new DeviceRejectedException(OpenClReason.BUILD_FAILED, e.getMessage());
    } catch (OpenClException e) {
      device.close();
      throw new DeviceRejectedException(OpenClReason.DRIVER_ERROR, e.getMessage());
    } catch (RuntimeException e) {
      device.close();
      throw e;
    }
  }

  /** The key of the test's verdict on a device as it would be run now. */
  static String key(OpenClDevice device, double tolerance) {
    DeviceProperties properties = device.context().properties();
    Plan plan = Compiler.compile(SelfTestNet.graph(), device.target());
    return SelfTestVerdicts.key(
        properties, Programs.options(properties), tolerance, device.print(plan).launches());
  }

  /**
   * Runs the test.
   *
   * @throws DeviceRejectedException if a number deviates
   */
  static void run(OpenClDevice device, SelfTestNet expected, double tolerance) {
    StepGraph graph = SelfTestNet.graph();
    StateLayout layout = graph.stateLayout();
    try (State state = device.allocate(layout);
        Executable executable = device.load(Compiler.compile(graph, device.target()), state)) {
      writeParameters(state);
      state.writeStep(new StepState(0, 1, (float) SelfTestNet.LEARNING_RATE, 1, 2, false));
      BatchBuffer batchBuffer = executable.acquire();
      fill(batchBuffer.inputs().get("input"), expected.x);
      fill(batchBuffer.inputs().get("target"), expected.target);
      HostTensor loss = executable.read(executable.run(batchBuffer), "loss");
      compare("loss", widen(loss.floats()), new double[] {expected.loss}, tolerance);
      expected.gradients.forEach(
          (name, values) -> {
            String gradient = StateLayout.gradientName(name);
            compare(gradient, widen(state.read(gradient).floats()), values, tolerance);
          });
      expected.parameters.forEach(
          (name, values) -> compare(name, widen(state.read(name).floats()), values, tolerance));
    }
  }

  private static void writeParameters(State state) {
    SelfTestNet.initial()
        .forEach(
            (name, values) -> {
              float[] floats = new float[values.length];
              for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) values[i];
              }
              Shape shape = state.placement().shape(name);
              state.write(HostTensor.of(name, shape, floats));
            });
  }

  private static void fill(FloatBuffer target, double[] values) {
    for (double value : values) {
      target.put((float) value);
    }
  }

  private static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static void compare(String name, double[] found, double[] expected, double tolerance) {
    Deviation.firstBeyond(tolerance, found, expected)
        .ifPresent(
            i -> {
              throw new DeviceRejectedException(
                  OpenClReason.SELF_TEST_MISMATCH,
                  String.format(
                      Locale.ROOT,
                      "the self-test's %s[%d] should be %.9g, the device computes %.9g",
                      name,
                      i,
                      expected[i],
                      found[i]));
            });
  }
}
