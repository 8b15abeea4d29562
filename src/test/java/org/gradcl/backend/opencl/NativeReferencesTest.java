package org.gradcl.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gradcl.testing.RequiresOpenCl;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_context;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the library counts as released is released in the driver, too. A driver's objects may hold
 * their context, as PoCL's do, and its count of references is there to find leaks; where they do
 * not, this sees the context alone.
 */
@RequiresOpenCl
class NativeReferencesTest {
  static List<Bodies> bodies() {
    return Bodies.all().toList();
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void nothingHoldsAContextAfterItsDevice(Bodies bodies) {
    OpenClDevice device = (OpenClDevice) bodies.open();
    cl_context context = device.context().handle();
    CL.clRetainContext(context);
    try {
      train(device); // Its programs stay with the device.
      int before = references(context);
      for (int i = 0; i < 10; i++) {
        train(device);
      }
      assertAtMost(before, context, "after ten more nets");
      device.close();
      assertAtMost(1, context, "after the device");
    } finally {
      CL.clReleaseContext(context);
    }
  }

  private static void train(OpenClDevice device) {
    try (Net net = Net.open(device, Net.SGD)) {
      for (int i = 0; i < 3; i++) {
        net.step();
      }
      assertThat(net.parameters()).isNotEmpty();
    }
  }

  /** Waits a while: rusticl, for one, releases in a thread of its own. */
  private static void assertAtMost(int most, cl_context context, String when) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (references(context) > most && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(references(context)).as("references " + when).isLessThanOrEqualTo(most);
  }

  private static int references(cl_context context) {
    int[] count = new int[1];
    CL.clGetContextInfo(
        context, CL.CL_CONTEXT_REFERENCE_COUNT, Sizeof.cl_uint, Pointer.to(count), null);
    return count[0];
  }
}
