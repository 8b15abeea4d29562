package org.gradcl.backend.jvm.launch;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.gradcl.backend.StepState;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.backend.jvm.arithmetic.Arithmetics;
import org.gradcl.backend.jvm.product.ProductScratch;
import org.gradcl.backend.jvm.team.ThreadTeam;
import org.gradcl.expr.Evaluator;
import org.gradcl.expr.Tape;
import org.gradcl.plan.Launch;
import org.gradcl.plan.Operand;
import org.gradcl.plan.Place;
import org.gradcl.plan.Region;
import org.gradcl.plan.Source;
import org.gradcl.random.Philox;
import org.gradcl.random.Purpose;

/** Memory of random numbers in which single launches are run, and their float64 reading. */
final class LaunchBed implements AutoCloseable {
  private static final int FLOATS = 70_000;

  private static final Map<Region, float[]> INITIAL = new HashMap<>();

  static {
    Random random = new Random(5);
    for (Region region : Region.values()) {
      float[] array = new float[FLOATS];
      for (int i = 0; i < FLOATS; i++) {
        array[i] = (float) random.nextGaussian();
      }
      INITIAL.put(region, array);
    }
  }

  /** Every arithmetic, each with one, two and five threads. */
  static Stream<Config> configs() {
    return Arithmetics.all().stream()
        .flatMap(a -> Stream.of(1, 2, 5).map(threads -> new Config(a, threads)));
  }

  /** What a launch is run with. */
  record Config(Arithmetic arithmetic, int threads) {
    @Override
    public String toString() {
      return Arithmetics.title(arithmetic) + ", " + threads + " threads";
    }
  }

  /** The index of an element's column. */
  static Operand column(String name, int columns) {
    return new Operand(name, new Source.Index(List.of(), List.of(new Place.Axis(columns, 1))));
  }

  /** Two parameters, with a gap, of those that an update of the tests changes. */
  private static final List<Place> LEARNT =
      List.of(
          Place.matrix(Region.PARAMETER, 0, 1, 9_001),
          Place.matrix(Region.PARAMETER, 9_008, 1, 10_995));

  final Memory memory;
  final StepRecord next = new StepRecord();
  final StepRecord current = new StepRecord();
  final CheckWords checks = new CheckWords();
  final PackedWeights weights = new PackedWeights();
  final RunnerContext context;
  private final Map<Region, float[]> before = INITIAL;
  private final IdentityHashMap<Tape, Evaluator> evaluators = new IdentityHashMap<>();

  LaunchBed(Config config, boolean squares) {
    this(config, squares, new OrderOfProducts(false, 1, 1));
  }

  /** For launches of a training step. */
  static LaunchBed training(Config config) {
    return new LaunchBed(config, false, new OrderOfProducts(true, 1, 1));
  }

  private LaunchBed(Config config, boolean squares, OrderOfProducts order) {
    next.set(new StepState(7, 100, 0.125f, 11, 22, false));
    memory = new Memory(next, current);
    before.forEach((region, array) -> memory.set(region, array.clone()));
    context =
        new RunnerContext(
            memory,
            checks,
            config.arithmetic(),
            new ProductScratch(config.arithmetic(), config.threads()),
            new ThreadTeam(config.threads()),
            squares ? Optional.of(Place.matrix(Region.GRADIENT, 0, 1, FLOATS)) : Optional.empty(),
            order,
            weights,
            LEARNT);
  }

  Runner run(Launch launch) {
    Runner runner = launch.accept(new Runners(context));
    runner.run();
    return runner;
  }

  /** A number after the launch. */
  float after(Place place, int... index) {
    return memory.of(place.region())[at(place, index)];
  }

  /** A number before the launch. */
  float before(Place place, int... index) {
    return before.get(place.region())[at(place, index)];
  }

  private static int at(Place place, int... index) {
    int at = place.base();
    for (int axis = 0; axis < index.length; axis++) {
      at += index[axis] * place.stride(axis);
    }
    return at;
  }

  /** Whether every number of a region outside of some places is what it was. */
  boolean untouchedOutside(Region region, List<Place> places) {
    boolean[] inside = new boolean[FLOATS];
    for (Place place : places) {
      for (int i = 0; i < place.extent(0); i++) {
        for (int j = 0; j < place.extent(1); j++) {
          inside[at(place, i, j)] |= place.region() == region;
        }
      }
    }
    for (int i = 0; i < FLOATS; i++) {
      if (!inside[i] && memory.of(region)[i] != before.get(region)[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * A tape's outputs at an element, in float64, from memory as it was before the launch.
   *
   * @param extra values of variables that are no operands
   */
  double[] evaluate(
      Tape tape, List<Operand> operands, int row, int column, Map<String, Double> extra) {
    double[] variables = new double[tape.variables().size()];
    for (int v = 0; v < variables.length; v++) {
      String name = tape.variables().get(v);
      variables[v] = extra.containsKey(name) ? extra.get(name) : value(operands, name, row, column);
    }
    Evaluator evaluator = evaluators.computeIfAbsent(tape, Evaluator::new);
    evaluator.evaluate(variables);
    double[] outputs = new double[tape.outputs().size()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = evaluator.output(i);
    }
    return outputs;
  }

  private double value(List<Operand> operands, String name, int row, int column) {
    Operand operand =
        operands.stream().filter(o -> o.variable().equals(name)).findFirst().orElseThrow();
    if (operand.source() instanceof Source.Argument argument) {
      return argument.value();
    }
    if (operand.source() instanceof Source.Record field) {
      return switch (field.field()) {
        case STEP -> 7;
        case TOTAL_STEPS -> 100;
        case LEARNING_RATE -> 0.125;
        case CLIP_SCALE -> 1;
      };
    }
    if (operand.source() instanceof Source.Random random) {
      int address = Philox.purposeAndOperation(Purpose.DROPOUT, random.operation());
      return Philox.uniform(next.key0, next.key1, address, 7, row, column);
    }
    if (operand.source() instanceof Source.Index index) {
      return new AxisOffsets(index.rows()).of(row) + new AxisOffsets(index.columns()).of(column);
    }
    return before(((Source.Memory) operand.source()).place(), row, column);
  }

  @Override
  public void close() {
    context.team().close();
  }
}
