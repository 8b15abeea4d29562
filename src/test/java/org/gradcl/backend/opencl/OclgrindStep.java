package org.gradcl.backend.opencl;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;
import org.gradcl.backend.Executable;
import org.gradcl.backend.opencl.discovery.DeviceScan;
import org.gradcl.backend.opencl.discovery.FoundDevice;
import org.gradcl.backend.opencl.launch.KernelBuffer;
import org.gradcl.backend.opencl.memory.DeviceBuffer;
import org.gradcl.conformance.gather.GatherCase;
import org.gradcl.conformance.gather.GatherCases;
import org.gradcl.conformance.product.ProductCases;
import org.gradcl.device.Explanation;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.loss.Loss;
import org.gradcl.loss.Losses;
import org.gradcl.metric.Metrics;
import org.gradcl.nn.Activated;
import org.gradcl.nn.Activations;
import org.gradcl.nn.BatchNorm;
import org.gradcl.nn.Conv2d;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Flatten;
import org.gradcl.nn.MaxPool;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.step.InferenceStep;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.Samples;

/**
 * A program that runs one small step through every kernel file on the simulator Oclgrind, in a
 * process of its own: see {@link OclgrindTest}. It prints each loss and the kernels that ran. With
 * the argument {@code products} it multiplies matrices alone, with {@code windows} what is read by
 * views and windows, with {@code gather} it reads and sums rows of tables, and with {@code layers}
 * it trains nets of all kinds of layers.
 */
final class OclgrindStep {
  private static final RandomKey KEY = RandomKey.ofSeed(5);
  private static final int BATCH = 3;

  private OclgrindStep() {}

  public static void main(String[] arguments) {
    FoundDevice simulator =
        DeviceScan.scan().stream()
            .filter(found -> found.description().name().contains("Oclgrind"))
            .findFirst()
            .orElseThrow();
    if (List.of(arguments).contains("products")) {
      System.out.println("kernels " + products(simulator));
      return;
    }
    if (List.of(arguments).contains("windows")) {
      System.out.println("kernels " + windows(simulator));
      return;
    }
    if (List.of(arguments).contains("gather")) {
      System.out.println("kernels " + gather(simulator));
      return;
    }
    if (List.of(arguments).contains("layers")) {
      System.out.println("kernels " + layers(simulator));
      return;
    }
    SortedSet<String> kernels = new TreeSet<>();
    // A device each: in a context that has run before, the simulator reports reads of step records
    // as uninitialised that it does not report in a fresh one.
    try (OpenClDevice device = new OpenClDevice(simulator);
        Net net = Net.open(device, Net.rule(OptionalDouble.of(0.05)))) {
      rewrite((OpenClState) net.state);
      net.step();
      net.state.collect(true, (step, loss) -> System.out.println("loss " + loss));
      kernels.addAll(kernels(net.executable));
    }
    float[] numbers = OneLaunch.numbers(BATCH * 2, 3);
    float[] classes = {1, 0, 1};
    for (Compiler compiler : List.of(Compiler.fusing(), Compiler.unfused())) {
      kernels.addAll(train(simulator, compiler, Losses.huber(0.5), numbers));
      kernels.addAll(train(simulator, compiler, Losses.softmaxCrossEntropy(), classes));
    }
    kernels.addAll(evaluate(simulator, classes));
    kernels.addAll(folds(simulator));
    kernels.addAll(rows(simulator));
    kernels.addAll(images(simulator));
    kernels.addAll(products(simulator));
    System.out.println("kernels " + kernels);
  }

  private static Sequential model() {
    return Sequential.of(Dense.of(3, 5, Activations.TANH), Dropout.of(0.3), Dense.of(5, 2));
  }

  /** With dropout, the slots of Adam, and clipping. */
  private static SortedSet<String> train(
      FoundDevice simulator, Compiler compiler, Loss loss, float[] target) {
    TrainingStep step = new TrainingStep(model(), loss, Optimizers.adam(0.01).withClipNorm(0.1));
    return run(
        simulator, compiler, step.graph(BATCH), model().initialParameters(KEY), batch(target));
  }

  private static SortedSet<String> evaluate(FoundDevice simulator, float[] target) {
    InferenceStep step =
        InferenceStep.evaluating(
            model(), Losses.softmaxCrossEntropy(), List.of(Metrics.accuracy()));
    return run(
        simulator,
        Compiler.fusing(),
        step.graph(BATCH),
        model().initialParameters(KEY),
        batch(target));
  }

  /** An update of so many work-groups that one reads the checks for all, and sums in parts. */
  private static SortedSet<String> folds(FoundDevice simulator) {
    Sequential wide = Sequential.of(Dense.of(70, 250));
    TrainingStep step = new TrainingStep(wide, Losses.meanSquaredError(), Optimizers.sgd(0.01));
    Map<String, float[]> batch =
        Map.of(
            TrainingStep.INPUT,
            OneLaunch.numbers(70, 4),
            TrainingStep.TARGET,
            OneLaunch.numbers(250, 5));
    SortedSet<String> kernels =
        run(simulator, Compiler.fusing(), step.graph(1), wide.initialParameters(KEY), batch);
    int rows = 2100;
    int columns = 9;
    Graph graph = new Graph();
    Value x = graph.input(TrainingStep.INPUT, Shape.of(rows, columns));
    Map<String, Value> outputs =
        Map.of(
            "all", graph.sum(graph.map(x, e -> e.times(2)), Operation.Sum.Extent.ALL),
            "columns", graph.sum(x, Operation.Sum.Extent.LEADING));
    kernels.addAll(
        run(
            simulator,
            Compiler.fusing(),
            StepGraph.inference(graph, outputs),
            List.of(),
            Map.of(TrainingStep.INPUT, OneLaunch.numbers(rows * columns, 6))));
    return kernels;
  }

  /** Nets of layers of every kind. */
  private static SortedSet<String> layers(FoundDevice simulator) {
    SortedSet<String> kernels = new TreeSet<>();
    for (OclgrindNet net : OclgrindNet.values()) {
      TrainingStep step = net.step();
      kernels.addAll(
          run(
              simulator,
              Compiler.fusing(),
              step.graph(BATCH),
              step.model().initialParameters(KEY),
              net.batch(BATCH)));
    }
    return kernels;
  }

  /** A row program in the forward pass, where no layer has one yet: x minus its row's largest. */
  private static SortedSet<String> rows(FoundDevice simulator) {
    Graph graph = new Graph();
    Value x = graph.input(TrainingStep.INPUT, Shape.of(BATCH, 3));
    Expr element = Operation.MapElements.variable(0);
    RowProgram program =
        new RowProgram(
            List.of(RowProgram.RowReduction.maximum(element)),
            element.minus(RowProgram.reduced(0)),
            false);
    Map<String, Value> outputs = Map.of("y", graph.rows(x.shape(), program, List.of(x)));
    Map<String, float[]> batch = Map.of(TrainingStep.INPUT, OneLaunch.numbers(BATCH * 3, 4));
    return run(simulator, Compiler.fusing(), StepGraph.inference(graph, outputs), List.of(), batch);
  }

  /** A small net of images: sums over positions with neighbouring channels side by side. */
  private static SortedSet<String> images(FoundDevice simulator) {
    Sequential net =
        Sequential.ofInput(
            Shape.of(5, 5, 2),
            Conv2d.of(4, 3).padding(1),
            BatchNorm.standard(),
            Activated.by(Activations.TANH),
            MaxPool.of(2),
            new Flatten(),
            Dense.to(2));
    TrainingStep step = new TrainingStep(net, Losses.meanSquaredError(), Optimizers.sgd(0.01));
    Map<String, float[]> batch =
        Map.of(
            TrainingStep.INPUT,
            OneLaunch.numbers(BATCH * 50, 7),
            TrainingStep.TARGET,
            OneLaunch.numbers(BATCH * 2, 8));
    return run(simulator, Compiler.fusing(), step.graph(BATCH), net.initialParameters(KEY), batch);
  }

  /** Batches of products with edges everywhere, whole fours, and a tile that leaves in strips. */
  private static SortedSet<String> products(FoundDevice simulator) {
    SortedSet<String> kernels = new TreeSet<>();
    for (boolean endsWithA : new boolean[] {true, false}) {
      int[] edges = {5, 23, 11, 2};
      kernels.add(product(simulator, edges, false, false, endsWithA));
      kernels.add(product(simulator, edges, endsWithA, !endsWithA, endsWithA));
    }
    kernels.add(product(simulator, new int[] {8, 36, 44, 1}, false, true, false));
    kernels.add(product(simulator, new int[] {40, 36, 20, 1}, true, false, false));
    return kernels;
  }

  /** Convolutions and heads, with both gradients. */
  private static SortedSet<String> windows(FoundDevice simulator) {
    SortedSet<String> kernels = new TreeSet<>();
    for (String name :
        List.of("groups", "values of heads, joined", "spread by three with stride and padding")) {
      StepGraph step = ProductCases.named(name).step();
      List<HostTensor> operands =
          step.stateLayout().parameters().stream()
              .map(e -> HostTensor.of(e.name(), e.shape(), numbers(e.shape())))
              .toList();
      Map<String, float[]> batch = Map.of("t", numbers(step.inputs().get(0).shape()));
      kernels.addAll(run(simulator, Compiler.fusing(), step, operands, batch));
    }
    return kernels;
  }

  /** Rows of tables by indices, of which some name no row, and sums in them. */
  private static SortedSet<String> gather(FoundDevice simulator) {
    SortedSet<String> kernels = new TreeSet<>();
    for (String name :
        List.of(
            "indices of no row",
            "indices of three axes",
            "a table of numbers by two axes",
            "two tables by one index",
            "sums in rows")) {
      GatherCase gather = GatherCases.named(name);
      StepGraph step = gather.step();
      List<HostTensor> tables = Samples.parameters(step);
      kernels.addAll(run(simulator, Compiler.fusing(), step, tables, gather.batch()));
    }
    return kernels;
  }

  private static float[] numbers(Shape shape) {
    return OneLaunch.numbers(shape.elements(), 7);
  }

  private static String product(
      FoundDevice simulator, int[] extents, boolean ofA, boolean ofB, boolean endsWithA) {
    try (OpenClDevice device = new OpenClDevice(simulator)) {
      return "product by " + ProductTest.checkAtTheEnd(device, extents, ofA, ofB, endsWithA);
    }
  }

  private static Map<String, float[]> batch(float[] target) {
    return Map.of(TrainingStep.INPUT, OneLaunch.numbers(BATCH * 3, 4), TrainingStep.TARGET, target);
  }

  private static SortedSet<String> run(
      FoundDevice simulator,
      Compiler compiler,
      StepGraph graph,
      List<HostTensor> parameters,
      Map<String, float[]> batch) {
    try (OpenClDevice device = new OpenClDevice(simulator);
        DeviceRun run = DeviceRun.of(device, compiler, graph, parameters, 1, 0.01f, KEY)) {
      rewrite((OpenClState) run.state());
      run.step(batch);
      if (graph.update().isPresent()) {
        run.losses().forEach(value -> System.out.println("loss " + value));
      }
      return kernels(run.executable());
    }
  }

  private static SortedSet<String> kernels(Executable executable) {
    SortedSet<String> kernels = new TreeSet<>();
    executable.explain().launches().stream()
        .map(Explanation.Launch::kernel)
        .forEach(kernel -> kernels.add(kernel.name() + " by " + kernel.variant()));
    return kernels;
  }

  /** The simulator takes a buffer for uninitialised once the host has written a part of it. */
  private static void rewrite(OpenClState state) {
    for (KernelBuffer kernelBuffer :
        List.of(KernelBuffer.PARAMETER, KernelBuffer.SLOT, KernelBuffer.RECORDS)) {
      DeviceBuffer buffer = state.buffer(kernelBuffer);
      int[] words = new int[(int) (buffer.bytes() / 4)];
      buffer.read(0, words);
      buffer.write(0, words);
    }
  }
}
