package org.gradcl.bench;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.L2Loss;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import java.util.Arrays;

/** DJL as a peer: seconds for each workload, then workloads, as README.md has them. */
public final class Djl {
  private static final float LEARNING_RATE = 1e-3f;
  private static final float MOMENTUM = 0.9f;
  private static final int STEPS_OF_A_CHECK = 20;

  private Djl() {}

  /** Prints a line for itself and one for each workload. */
  public static void main(String[] arguments) throws TranslateException {
    Engine engine = Engine.getInstance();
    System.out.printf(
        "system\tDJL %s, %s %s%n",
        Engine.getDjlVersion(), engine.getEngineName(), engine.getVersion());
    double seconds = Double.parseDouble(arguments[0]);
    for (String argument : Arrays.asList(arguments).subList(1, arguments.length)) {
      String[] workload = argument.split("=", 2);
      String[] words = workload[1].split(",");
      if (words[0].equals("convolution")) {
        long[] numbers = Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
        convolution(engine, workload[0], numbers, seconds);
        continue;
      }
      try (Model model = Model.newInstance(workload[0])) {
        switch (words[0]) {
          case "train" -> trainDense(model, words, seconds);
          case "predict" -> {
            model.setBlock(net(numbers(words[1]), words[2]));
            predict(workload[0], model, numbers(words[1]), seconds);
          }
          default -> trainNet(model, words, seconds);
        }
      }
    }
    Memory.printPeak();
  }

  private static long[] numbers(String word) {
    return Arrays.stream(word.split("[-x]")).mapToLong(Long::parseLong).toArray();
  }

  private static long number(String word) {
    return Long.parseLong(word);
  }

  private static Block net(long[] widths, String activation) {
    SequentialBlock net = new SequentialBlock();
    for (int layer = 1; layer < widths.length; layer++) {
      net.add(Linear.builder().setUnits(widths[layer]).build());
      if (layer < widths.length - 1) {
        net.add(activation.equals("relu") ? Activation.reluBlock() : Activation.tanhBlock());
      }
    }
    return net;
  }

  private static void trainDense(Model model, String[] words, double seconds) {
    long[] widths = numbers(words[1]);
    Nets nets = new Nets(model.getNDManager());
    NDList x = new NDList(nets.numbers(number(words[3]), widths[0]));
    NDArray y = nets.numbers(number(words[3]), widths[widths.length - 1]);
    model.setBlock(net(widths, words[2]));
    train(model, x, y, new L2Loss("mse", 1f), optimizer(words[4], LEARNING_RATE), seconds);
  }

  private static void trainNet(Model model, String[] words, double seconds) {
    Nets nets = new Nets(model.getNDManager());
    int last = words.length - 3;
    long batch = number(words[last]);
    long[] first = numbers(words[1]);
    NDList x = new NDList();
    NDArray y;
    Loss loss = Loss.softmaxCrossEntropyLoss();
    switch (words[0]) {
      case "lenet", "resnet" -> {
        long classes = number(words[4]);
        model.setBlock(
            words[0].equals("lenet")
                ? nets.leNet(numbers(words[2]), number(words[3]), classes)
                : nets.resNet(numbers(words[2]), number(words[3]), classes));
        x.add(nets.numbers(batch, first[2], first[0], first[1]));
        y = nets.indices(batch, classes);
      }
      case "cnn" -> {
        long classes = number(words[3]);
        model.setBlock(nets.convolutional(numbers(words[2]), classes));
        x.add(nets.numbers(batch, first[2], first[0], first[1]));
        y = nets.indices(batch, classes);
      }
      case "transformer" -> {
        long classes = number(words[4]);
        model.setBlock(
            nets.transformer(first[0], first[1], number(words[2]), number(words[3]), classes));
        x.add(nets.numbers(batch, first));
        y = nets.indices(batch, classes);
      }
      case "normed" -> {
        model.setBlock(nets.normed(first));
        x.add(nets.numbers(batch, first[0]));
        y = nets.indices(batch, first[first.length - 1]);
      }
      case "lstm" -> {
        model.setBlock(nets.lstm(number(words[2]), number(words[3])));
        x.add(nets.numbers(batch, first));
        y = nets.numbers(batch, number(words[3]));
        loss = new L2Loss("mse", 1f);
      }
      case "table" -> {
        long[] widths = numbers(words[4]);
        model.setBlock(nets.table(first, number(words[2]), widths));
        x.addAll(nets.row(batch, first, number(words[3])));
        y = nets.numbers(batch, widths[widths.length - 1]);
        loss = new L2Loss("mse", 1f);
      }
      default -> throw new IllegalArgumentException("There is no net '" + words[0] + "'");
    }
    Optimizer optimizer = optimizer(words[last + 1], Float.parseFloat(words[last + 2]));
    train(model, x, y, loss, optimizer, seconds);
  }

  private static Optimizer optimizer(String name, float learningRate) {
    Tracker rate = Tracker.fixed(learningRate);
    return switch (name) {
      case "adam" -> Optimizer.adam().optLearningRateTracker(rate).build();
      case "sgd" -> Optimizer.sgd().setLearningRateTracker(rate).build();
      case "momentum" -> Optimizer.sgd().setLearningRateTracker(rate).optMomentum(MOMENTUM).build();
      default -> throw new IllegalArgumentException("There is no optimiser '" + name + "'");
    };
  }

  private static void train(
      Model model, NDList x, NDArray y, Loss loss, Optimizer optimizer, double seconds) {
    String name = model.getName();
    DefaultTrainingConfig config = new DefaultTrainingConfig(loss).optOptimizer(optimizer);
    try (Trainer trainer = model.newTrainer(config)) {
      trainer.initialize(x.getShapes());
      x.attach(trainer.getManager());
      float first = steps(trainer, loss, x, y, 1);
      float last = steps(trainer, loss, x, y, STEPS_OF_A_CHECK);
      if (!(last < first)) {
        throw new IllegalStateException(name + " does not learn: " + first + " to " + last);
      }
      Timing.print(name, runs -> steps(trainer, loss, x, y, runs), seconds);
    }
  }

  /** Some steps; the loss of the last. */
  private static float steps(Trainer trainer, Loss loss, NDList x, NDArray y, int times) {
    float value = 0;
    for (int i = 0; i < times; i++) {
      // What a step allocates belongs to the manager of its inputs, which frees it.
      try (NDManager step = trainer.getManager().newSubManager()) {
        NDList inputs = new NDList(x.toArray(NDArray[]::new));
        inputs.attach(step);
        NDArray result;
        try (GradientCollector collector = trainer.newGradientCollector()) {
          result = loss.evaluate(new NDList(y), trainer.forward(inputs));
          collector.backward(result);
        }
        trainer.step();
        if (i == times - 1) {
          value = result.getFloat();
        }
        inputs.attach(trainer.getManager());
      }
    }
    return value;
  }

  /** Input and output channels, size, stride, batch. */
  private static void convolution(Engine engine, String name, long[] numbers, double seconds) {
    try (NDManager manager = engine.newBaseManager()) {
      NDArray image =
          manager.randomUniform(0, 1, new Shape(numbers[4], numbers[0], numbers[2], numbers[2]));
      NDArray weight = manager.randomUniform(0, 1, new Shape(numbers[1], numbers[0], 3, 3));
      Shape stride = new Shape(numbers[3], numbers[3]);
      Timing.print(name, runs -> passes(engine, image, weight, stride, runs), seconds);
    }
  }

  /** The gradients belong to leaves of a pass, for those of an array would be added up. */
  private static void passes(
      Engine engine, NDArray image, NDArray weight, Shape stride, int times) {
    for (int i = 0; i < times; i++) {
      try (NDManager pass = image.getManager().newSubManager();
          GradientCollector collector = engine.newGradientCollector()) {
        NDArray x = image.stopGradient();
        NDArray w = weight.stopGradient();
        x.attach(pass);
        w.attach(pass);
        x.setRequiresGradient(true);
        w.setRequiresGradient(true);
        NDArray y = Conv2d.conv2d(x, w, null, stride, new Shape(1, 1)).singletonOrThrow();
        collector.backward(y);
        if (!x.hasGradient() || !w.hasGradient()) {
          throw new IllegalStateException("There are no gradients");
        }
      }
    }
  }

  private static void predict(String name, Model model, long[] widths, double seconds)
      throws TranslateException {
    model.getBlock().initialize(model.getNDManager(), model.getDataType(), new Shape(1, widths[0]));
    float[] row = new float[(int) widths[0]];
    Arrays.fill(row, 0.5f);
    try (Predictor<float[], float[]> predictor = model.newPredictor(new Rows())) {
      Timing.print(
          name,
          runs -> {
            for (int i = 0; i < runs; i++) {
              predictOne(predictor, row);
            }
          },
          seconds);
    }
  }

  private static void predictOne(Predictor<float[], float[]> predictor, float[] row) {
    try {
      predictor.predict(row);
    } catch (TranslateException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One row in, one row out. */
  private static final class Rows implements NoBatchifyTranslator<float[], float[]> {
    @Override
    public NDList processInput(TranslatorContext context, float[] row) {
      return new NDList(context.getNDManager().create(row, new Shape(1, row.length)));
    }

    @Override
    public float[] processOutput(TranslatorContext context, NDList list) {
      return list.singletonOrThrow().toFloatArray();
    }
  }
}
