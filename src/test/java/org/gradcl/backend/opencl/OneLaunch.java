package org.gradcl.backend.opencl;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.gradcl.backend.Device;
import org.gradcl.backend.Executable;
import org.gradcl.backend.Explanation;
import org.gradcl.backend.Slot;
import org.gradcl.backend.State;
import org.gradcl.backend.StepState;
import org.gradcl.backend.Ticket;
import org.gradcl.graph.StateLayout;
import org.gradcl.plan.Launch;
import org.gradcl.plan.Plan;
import org.gradcl.plan.Plan.Binding;
import org.gradcl.plan.Region;
import org.gradcl.plan.StatePlacement;
import org.gradcl.plan.View;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;

/** A plan of hand-written launches over inputs and outputs, run once. */
final class OneLaunch {
  private final Device device;
  private final Map<String, Binding> inputs = new LinkedHashMap<>();
  private final Map<String, Binding> outputs = new LinkedHashMap<>();
  private final Map<String, float[]> values = new LinkedHashMap<>();
  private final List<Launch> launches = new ArrayList<>();
  private StepState step = new StepState(0, 1, 0, 0, 0, false);
  private int inputElements;
  private int outputElements;
  private List<String> variants = List.of();

  OneLaunch(Device device) {
    this.device = device;
  }

  /** An input of batch matrices of rows × columns; the view is that of the first. */
  View input(String name, int batch, int rows, int columns, float[] content) {
    View view = View.of(Region.INPUT, inputElements, rows, columns);
    View whole = View.of(Region.INPUT, inputElements, batch * rows, columns);
    inputs.put(name, new Binding(whole, Shape.of(batch * rows, columns), false));
    inputElements += whole.elements() + 3;
    values.put(name, content);
    return view;
  }

  /** An output of batch matrices of rows × columns; the view is that of the first. */
  View output(String name, int batch, int rows, int columns) {
    View view = View.of(Region.OUTPUT, outputElements, rows, columns);
    View whole = View.of(Region.OUTPUT, outputElements, batch * rows, columns);
    outputs.put(name, new Binding(whole, Shape.of(batch * rows, columns), false));
    outputElements += whole.elements() + 5;
    return view;
  }

  /** An output of partial sums. */
  View sumOutput(String name) {
    View view = View.of(Region.OUTPUT, outputElements, 1, device.target().partials());
    outputs.put(name, new Binding(view, Shape.scalar(), true));
    outputElements += view.elements();
    return view;
  }

  /** The step record that launches read. */
  void step(StepState record) {
    step = record;
  }

  void add(Launch launch) {
    launches.add(launch);
  }

  /** Runs and hands a reader of outputs by name to a function. */
  <T> T run(Function<Function<String, HostTensor>, T> reader) {
    StateLayout layout = new StateLayout(List.of(), List.of());
    Plan plan =
        new Plan(
            1,
            device.target(),
            StatePlacement.of(layout, device.target()),
            launches,
            inputs,
            outputs,
            inputElements,
            0,
            outputElements);
    try (State state = device.allocate(layout);
        Executable executable = device.load(plan, state)) {
      variants = executable.explain().rows().stream().map(Explanation.Row::variant).toList();
      state.writeStep(step);
      Slot slot = executable.acquire();
      values.forEach((name, content) -> slot.inputs().get(name).put(FloatBuffer.wrap(content)));
      Ticket ticket = executable.run(slot);
      return reader.apply(name -> executable.read(ticket, name));
    }
  }

  /** The variants that ran, a launch each. */
  List<String> variants() {
    return variants;
  }

  /** Numbers in [−1, 1), the same for the same seed. */
  static float[] numbers(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (2 * random.nextDouble() - 1);
    }
    return numbers;
  }
}
