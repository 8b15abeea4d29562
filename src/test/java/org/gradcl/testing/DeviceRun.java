package org.gradcl.testing;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.Device;
import org.gradcl.backend.Executable;
import org.gradcl.backend.State;
import org.gradcl.backend.StepState;
import org.gradcl.backend.Ticket;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.tensor.HostTensor;

/** A step loaded on a device, with its state: the shortest way from a graph to numbers. */
public final class DeviceRun implements AutoCloseable {
  private final State state;
  private final Executable executable;
  private Ticket latest;

  private DeviceRun(State state, Executable executable) {
    this.state = state;
    this.executable = executable;
  }

  /**
   * Loads a step with first parameters.
   *
   * @param learningRate of the first step
   */
  public static DeviceRun of(
      Device device,
      Compiler compiler,
      StepGraph step,
      List<HostTensor> parameters,
      int totalSteps,
      float learningRate,
      RandomKey key) {
    StateLayout layout = step.stateLayout();
    State state = device.allocate(layout);
    try {
      for (HostTensor parameter : parameters) {
        state.write(parameter);
        layout
            .copies(parameter.name())
            .forEach(
                copy -> state.write(HostTensor.of(copy, parameter.shape(), parameter.floats())));
      }
      state.writeStep(new StepState(0, totalSteps, learningRate, key.key0(), key.key1(), false));
      return new DeviceRun(state, device.load(compiler.plan(step, layout, device.target()), state));
    } catch (RuntimeException e) {
      state.close();
      throw e;
    }
  }

  /** Loads another step over the state of a run, which is closed after it. */
  public static DeviceRun beside(DeviceRun run, Device device, Compiler compiler, StepGraph step) {
    StateLayout layout = run.state.placement().layout();
    return new DeviceRun(
        run.state, device.load(compiler.plan(step, layout, device.target()), run.state));
  }

  /** Runs one step on a batch. */
  public void step(Map<String, float[]> batch) {
    BatchBuffer batchBuffer = executable.acquire();
    batch.forEach(
        (name, values) -> {
          FloatBuffer buffer = batchBuffer.inputs().get(name);
          if (buffer.capacity() != values.length) {
            throw new IllegalArgumentException(
                name + " takes " + buffer.capacity() + " numbers, given " + values.length);
          }
          buffer.put(0, values);
        });
    latest = executable.run(batchBuffer);
  }

  /** A named output of the latest step. */
  public HostTensor output(String name) {
    return executable.read(latest, name);
  }

  /** The losses not yet asked for, in order; waits for all steps. */
  public List<Double> losses() {
    List<Double> losses = new ArrayList<>();
    state.collect(true, (step, loss) -> losses.add(loss));
    return losses;
  }

  /** The state. */
  public State state() {
    return state;
  }

  /** What runs. */
  public Executable executable() {
    return executable;
  }

  @Override
  public void close() {
    executable.close();
    state.close();
  }
}
