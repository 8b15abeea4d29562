package org.gradcl.backend.opencl;

import java.util.OptionalDouble;
import org.gradcl.backend.opencl.discovery.DeviceScan;
import org.gradcl.backend.opencl.discovery.FoundDevice;
import org.gradcl.backend.opencl.launch.Place;
import org.gradcl.backend.opencl.memory.DeviceBuffer;

/**
 * A program that runs one small training step with clipping on the simulator Oclgrind, in a process
 * of its own: see {@link OclgrindTest}.
 */
final class OclgrindStep {
  private OclgrindStep() {}

  public static void main(String[] arguments) {
    FoundDevice simulator =
        DeviceScan.scan().stream()
            .filter(found -> found.description().name().contains("Oclgrind"))
            .findFirst()
            .orElseThrow();
    try (OpenClDevice device = new OpenClDevice(simulator);
        Net net = Net.open(device, Net.rule(OptionalDouble.of(0.05)))) {
      OpenClState state = (OpenClState) net.state;
      // The simulator takes a buffer for uninitialised once the host has written a part of it.
      rewrite(state.buffer(Place.PARAMETER));
      rewrite(state.buffer(Place.RECORDS));
      net.step();
      net.state.collect(true, (step, loss) -> System.out.println("loss " + loss));
    }
  }

  private static void rewrite(DeviceBuffer buffer) {
    int[] words = new int[(int) (buffer.bytes() / 4)];
    buffer.read(0, words);
    buffer.write(0, words);
  }
}
