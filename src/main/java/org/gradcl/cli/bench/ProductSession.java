package org.gradcl.cli.bench;

import java.util.SplittableRandom;
import org.gradcl.backend.Device;
import org.gradcl.backend.Executable;
import org.gradcl.backend.State;
import org.gradcl.backend.Ticket;
import org.gradcl.device.Counters;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.plan.Compiler;
import org.gradcl.tensor.HostTensor;

/** A step that is one product of two frozen tensors, a and b, filled with random numbers. */
final class ProductSession implements Workload.Session {
  /** The name of the product among the step's outputs. */
  static final String OUTPUT = "product";

  /** Compares the product with what it should be. */
  @FunctionalInterface
  interface Check {
    /**
     * Compares.
     *
     * @param a the left operand
     * @param b the right one
     * @param found what the device computed of them
     * @throws WrongResultException if the result deviates
     */
    void compare(float[] a, float[] b, float[] found);
  }

  private final float[] a;
  private final float[] b;
  private final Check check;
  private final Device device;
  private final State state;
  private final Executable executable;

  /** Loads a step whose parameters are {@code a} and {@code b}. */
  ProductSession(Device device, StepGraph graph, Check check) {
    this.device = device;
    this.check = check;
    StateLayout layout = graph.stateLayout();
    state = device.allocate(layout);
    try {
      a = write(layout, "a", 1);
      b = write(layout, "b", 2);
      executable = device.load(Compiler.compile(graph, device.target()), state);
    } catch (RuntimeException e) {
      state.close();
      throw e;
    }
  }

  private float[] write(StateLayout layout, String name, long seed) {
    StateLayout.Entry entry =
        layout.parameters().stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[entry.shape().elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    state.write(HostTensor.of(name, entry.shape(), values));
    return values;
  }

  @Override
  public void check() {
    Ticket ticket = executable.run(executable.acquire());
    check.compare(a, b, executable.read(ticket, OUTPUT).floats());
  }

  @Override
  public void run(int times) {
    for (int i = 0; i < times; i++) {
      executable.run(executable.acquire());
    }
    state.readStep();
  }

  @Override
  public Counters counters() {
    return device.counters();
  }

  @Override
  public void close() {
    executable.close();
    state.close();
  }
}
