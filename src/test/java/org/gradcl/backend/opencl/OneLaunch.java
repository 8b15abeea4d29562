package org.gradcl.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.Device;
import org.gradcl.backend.Executable;
import org.gradcl.backend.State;
import org.gradcl.backend.StepState;
import org.gradcl.backend.Ticket;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StateLayout;
import org.gradcl.plan.Launch;
import org.gradcl.plan.MapLaunch;
import org.gradcl.plan.Place;
import org.gradcl.plan.Plan;
import org.gradcl.plan.Plan.Binding;
import org.gradcl.plan.Region;
import org.gradcl.plan.StatePlacement;
import org.gradcl.plan.Store;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;

/**
 * A plan of hand-written launches over inputs and outputs, run once; what lies between the outputs
 * must stay as it was.
 */
final class OneLaunch {
  /** What outputs, and what lies between them, are filled with before. */
  static final float UNTOUCHED = 12.5f;

  private static final String BEHIND = "behind ";

  private final Device device;
  private final int gap;
  private final Map<String, Binding> inputs = new LinkedHashMap<>();
  private final Map<String, Binding> outputs = new LinkedHashMap<>();
  private final Map<String, float[]> values = new LinkedHashMap<>();
  private final List<Launch> launches = new ArrayList<>();
  private StepState step = new StepState(0, 1, 0, 0, 0, false);
  private int inputElements;
  private int outputElements;
  private List<String> variants = List.of();

  /** Inputs and outputs that begin at no multiple of anything. */
  OneLaunch(Device device) {
    this(device, 5);
  }

  /** Inputs and outputs with so many numbers between them. */
  OneLaunch(Device device, int gap) {
    this.device = device;
    this.gap = gap;
  }

  /**
   * An input of batch matrices of rows × columns; the place is that of the first. The last input
   * ends where its buffer ends.
   */
  Place input(String name, int batch, int rows, int columns, float[] content) {
    inputElements += gap;
    Place place = Place.matrix(Region.INPUT, inputElements, rows, columns);
    Place whole = Place.matrix(Region.INPUT, inputElements, batch * rows, columns);
    inputs.put(name, new Binding(whole, Shape.of(batch * rows, columns)));
    inputElements += whole.elements();
    values.put(name, content);
    return place;
  }

  /** An output of batch matrices of rows × columns; the place is that of the first. */
  Place output(String name, int batch, int rows, int columns) {
    Place place = Place.matrix(Region.OUTPUT, outputElements, rows, columns);
    Place whole = Place.matrix(Region.OUTPUT, outputElements, batch * rows, columns);
    outputs.put(name, new Binding(whole, Shape.of(batch * rows, columns)));
    outputElements += whole.elements();
    gap(name);
    return place;
  }

  /** An output of one number. */
  Place sumOutput(String name) {
    Place place = Place.matrix(Region.OUTPUT, outputElements, 1, 1);
    outputs.put(name, new Binding(place, Shape.scalar()));
    outputElements += place.elements();
    gap(name);
    return place;
  }

  private void gap(String output) {
    Place between = Place.matrix(Region.OUTPUT, outputElements, 1, gap);
    outputs.put(BEHIND + output, new Binding(between, Shape.of(gap)));
    outputElements += gap;
  }

  /** The step record that launches read. */
  void step(StepState record) {
    step = record;
  }

  void add(Launch launch) {
    launches.add(launch);
  }

  /** Fills all outputs, and what lies between them. */
  private Launch fill() {
    Place all = Place.matrix(Region.OUTPUT, 0, 1, outputElements);
    return new MapLaunch(
        "fill",
        Phase.FORWARD,
        "",
        1,
        outputElements,
        List.of(),
        Tape.of(Expr.constant(UNTOUCHED)),
        List.of(new Store(all, Store.Mode.STORE, 0)),
        List.of(),
        false,
        false);
  }

  /** Runs and hands a reader of outputs by name to a function. */
  <T> T run(Function<Function<String, HostTensor>, T> reader) {
    StateLayout layout = new StateLayout(List.of(), List.of());
    launches.add(0, fill());
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
      variants =
          executable.explain().launches().stream().skip(1).map(l -> l.kernel().variant()).toList();
      state.writeStep(step);
      BatchBuffer batchBuffer = executable.acquire();
      values.forEach(
          (name, content) -> batchBuffer.inputs().get(name).put(FloatBuffer.wrap(content)));
      Ticket ticket = executable.run(batchBuffer);
      for (String name : outputs.keySet()) {
        if (name.startsWith(BEHIND)) {
          assertThat(executable.read(ticket, name).floats()).as(name).containsOnly(UNTOUCHED);
        }
      }
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
