package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.DataException;
import org.gradcl.data.IndexedSource;
import org.gradcl.device.DevicePolicy;
import org.gradcl.expr.Expr;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.loss.LossTerm;
import org.gradcl.loss.Losses;
import org.gradcl.loss.Objective;
import org.gradcl.nn.BatchNorm;
import org.gradcl.nn.Block;
import org.gradcl.nn.Conv1d;
import org.gradcl.nn.Conv2d;
import org.gradcl.nn.ConvTranspose2d;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Embedding;
import org.gradcl.nn.Flatten;
import org.gradcl.nn.GroupNorm;
import org.gradcl.nn.Gru;
import org.gradcl.nn.LearntPositions;
import org.gradcl.nn.MaxPool;
import org.gradcl.nn.Model;
import org.gradcl.nn.ModelException;
import org.gradcl.nn.MultiHeadAttention;
import org.gradcl.nn.Reshape;
import org.gradcl.nn.Residual;
import org.gradcl.nn.Scope;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.optim.UnmatchedGroupException;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What can't be trained is refused before a device is reached, by an error that names the block or
 * the array, what was asked, what was found and what to do.
 */
class BadInputTest {
  private static final int ROWS = 10;
  private static final int TOKENS = 3;
  private static final int TIME = 4;

  /** A device that has room for no plan, so that nothing may be loaded. */
  private static final int NO_ROOM = 0;

  /**
   * A model that can't be.
   *
   * @param model makes it
   * @param error that is thrown
   * @param says parts of its message: where, asked, found, cure
   */
  private record Impossible(
      ModelMaker model, Class<? extends RuntimeException> error, List<String> says) {}

  private interface ModelMaker {
    Model make();
  }

  private static Named<Impossible> refused(
      String what, ModelMaker model, Class<? extends RuntimeException> error, String... says) {
    return Named.of(what, new Impossible(model, error, List.of(says)));
  }

  private static Named<Impossible> unfit(String what, ModelMaker model, String... says) {
    return refused(what, model, ShapeMismatchException.class, says);
  }

  private static Sequential image(Block... blocks) {
    return Sequential.ofInput(Shape.of(5, 7, 4), blocks);
  }

  static List<Named<Impossible>> models() {
    return Stream.of(windows(), groups(), names(), tables()).flatMap(List::stream).toList();
  }

  private static List<Named<Impossible>> windows() {
    return List.of(
        unfit(
            "a convolution of what has no space",
            () -> image(new Flatten(), Dense.to(4), Conv2d.of(2, 3)),
            "layer.2: conv 2 3",
            "takes samples of 3 axes, the last of them channels, found shape [4]",
            "a reshape before it"),
        unfit(
            "a kernel that does not fit",
            () -> image(Conv2d.of(2, 3).padding(1), Conv2d.of(2, 7, 3).padding(0, 1)),
            "layer.1: conv 2 7x3 identity padding=0x1 does not fit a height of 5",
            "⌊(5 + padding 0 + 0 − dilation 1·(kernel 7 − 1) − 1)/stride 1⌋ + 1 = -1",
            "use a smaller kernel or more padding"),
        unfit(
            "a dilated kernel within a block",
            () -> image(Residual.of(Conv2d.of(4, 3).dilation(4).stride(2))),
            "layer.0.inner: conv 4 3",
            "does not fit a height of 5",
            "⌊(5 + padding 0 + 0 − dilation 4·(kernel 3 − 1) − 1)/stride 2⌋ + 1 = -1",
            "use a smaller kernel or more padding"),
        unfit(
            "a pool of signals",
            () -> Sequential.ofInput(Shape.of(4, 2), MaxPool.ofSignals(5).stride(3)),
            "layer.0: max_pool1d 5 stride=3 does not fit a length of 4",
            "⌊(4 + padding 0 + 0 − dilation 1·(kernel 5 − 1) − 1)/stride 3⌋ + 1 = 0",
            "use a smaller kernel or more padding"),
        unfit(
            "a transposed convolution of nothing",
            () -> image(ConvTranspose2d.of(2, 1).padding(3)),
            "layer.0: conv_transpose 2 1",
            "height of (5 − 1)·stride 1 − padding 3 − 3 + dilation 1·(kernel 1 − 1)"
                + " + output_padding 0 + 1 = -1",
            "use less padding"));
  }

  private static List<Named<Impossible>> groups() {
    return List.of(
        unfit(
            "groups that do not divide what comes in",
            () -> image(Conv2d.of(6, 3).groups(3)),
            "layer.0: conv 6 3",
            "has 3 groups, which must divide the channels that come in, found 4",
            "use 2, or change the channels of the block before"),
        refused(
            "groups that do not divide what goes out",
            () -> Sequential.ofInput(Shape.of(5, 4), Conv1d.of(6, 3).groups(4)),
            IllegalArgumentException.class,
            "found 6 channels in 4 groups",
            "use 3 or 6"),
        unfit(
            "groups of a norm",
            () -> image(GroupNorm.of(3)),
            "layer.0: group_norm 3 has groups that must divide the channels",
            "found samples of shape [5, 7, 4]",
            "use 2 or 4"),
        unfit(
            "heads of attention",
            () -> Sequential.ofInput(Shape.of(3, 6), MultiHeadAttention.of(4)),
            "layer.0: attention heads=4",
            "a multiple of 4",
            "found [3, 6]"),
        unfit(
            "a sequence that is longer than the positions",
            () -> Sequential.ofInput(Shape.of(20, 3), Dense.to(3), LearntPositions.of(16)),
            "layer.1: learnt_positions 16 has 16 positions, found a sequence of 20",
            "state at least as many positions, or cut the sequence"));
  }

  /** Two layers, by one name, with and without the same parameters. */
  private record Twice(boolean shared) implements Block {
    @Override
    public Value append(Scope scope, Value x) {
      if (shared) {
        return scope.shared("dense", Dense.to(2), scope.shared("dense", Dense.to(2), x));
      }
      return scope.call("dense", Dense.to(2), scope.call("dense", Dense.to(2), x));
    }
  }

  /** Two blocks by names that come to one, since a dot parts names. */
  private record Dotted(String first) implements Block {
    @Override
    public Value append(Scope scope, Value x) {
      Value y = scope.call(first, Dense.to(2), x);
      return scope.call("stage", Sequential.of(Dense.to(2)), y);
    }
  }

  private static List<Named<Impossible>> names() {
    return List.of(
        refused(
            "a name that another comes to by a dot",
            () -> Sequential.ofInput(Shape.of(3), new Dotted("stage.0")),
            ModelException.class,
            "Two parameters are named 'layer.0.stage.0.weight'",
            "give one of the blocks that declare them another name, without dots"),
        refused(
            "a name with a stroke",
            () -> Sequential.ofInput(Shape.of(3), new Dotted("stage/1")),
            ModelException.class,
            "The name 'layer.0.stage/1' has a '/' in it",
            "use another character"),
        refused(
            "a name used twice",
            () -> Sequential.ofInput(Shape.of(3), Dense.to(2), new Twice(false)),
            ModelException.class,
            "'layer.1.dense' is used twice",
            "give the second another one, or, if both are to have the same parameters, call both"
                + " as shared"),
        refused(
            "a shared block of two widths",
            () -> Sequential.ofInput(Shape.of(3), new Twice(true)),
            ModelException.class,
            "'layer.0.dense.weight' of shape [2, 2], at its first use of shape [2, 3]",
            "share only blocks that declare the same each time"),
        refused(
            "an input that there is not",
            () -> new Misspelt(),
            ModelException.class,
            "'stage.dense' (dense 2 identity) is given no value, null",
            "the model's inputs are [tokens]",
            "correct the name by which it is looked up"));
  }

  /** Tokens that a table has vectors for, by an input of one's own. */
  private record Tokens(InputSpec tokens) implements Model {
    @Override
    public Map<String, InputSpec> inputs() {
      return Map.of("tokens", tokens);
    }

    @Override
    public Map<String, Value> append(Scope scope, Map<String, Value> inputs) {
      Value rows = scope.call("embed", Embedding.of(ROWS, 2), inputs.get("tokens"));
      return Map.of("prediction", scope.call("dense", Dense.to(1), rows));
    }
  }

  /** Looks an input up by another name than it has. */
  private record Misspelt() implements Model {
    @Override
    public Map<String, InputSpec> inputs() {
      return Map.of("tokens", InputSpec.of(Shape.of(TOKENS)));
    }

    @Override
    public Map<String, Value> append(Scope scope, Map<String, Value> inputs) {
      Value dense =
          scope.within("stage", "a stage", s -> s.call("dense", Dense.to(2), inputs.get("token")));
      return Map.of("prediction", dense);
    }
  }

  private static List<Named<Impossible>> tables() {
    return List.of(
        refused(
            "an input that may name rows that a table does not have",
            () -> new Tokens(InputSpec.indices(Shape.of(TOKENS), ROWS + 1)),
            ModelException.class,
            "embed.weight has 10 rows",
            "'tokens'",
            "the indices 0 to 10",
            "InputSpec.indices(…, 10)"),
        refused(
            "an input of any numbers",
            () -> new Tokens(InputSpec.of(Shape.of(TOKENS))),
            ModelException.class,
            "embed.weight has 10 rows",
            "any numbers",
            "InputSpec.indices(…, 10)"));
  }

  private static TrainerBuilder withRoomFor(int rows, List<Integer> loaded) {
    return Trainer.builder()
        .deviceSelector(SmallDevice.withRoomFor(rows, loaded))
        .device(DevicePolicy.jvm());
  }

  @ParameterizedTest
  @MethodSource("models")
  void aModelThatCannotBe(Impossible impossible) {
    List<Integer> loaded = new ArrayList<>();
    assertThatThrownBy(
            () ->
                withRoomFor(NO_ROOM, loaded)
                    .model(impossible.model().make())
                    .loss(Losses.meanSquaredError())
                    .optimizer(Optimizers.sgd(0.1))
                    .build())
        .isInstanceOf(impossible.error())
        .hasMessageContainingAll(impossible.says().toArray(String[]::new));
    assertThat(loaded).isEmpty();
  }

  @Test
  void aPatternThatNamesNoParameter() {
    assertThatThrownBy(
            () ->
                Trainers.onJvm()
                    .model(Sequential.of(Dense.of(3, 2), Dense.of(2, 1)))
                    .loss(Losses.meanSquaredError())
                    .optimizer(Optimizers.sgd(0.1).withGroup("layer.2.*", g -> g.withFactor(2)))
                    .build())
        .isInstanceOf(UnmatchedGroupException.class)
        .hasMessageContainingAll(
            "'group layer.2.*",
            "none of the model's 4 parameters",
            "nearest are layer.",
            "correct the pattern, or leave the group out");
  }

  /** A model that repeats what it reads, told to find the class in it. */
  @Test
  void anArrayOfNumbersWhoseClassesTheLossReads() {
    LossTerm term = LossTerm.of(Losses.softmaxCrossEntropy()).against("tokens");
    assertThatThrownBy(
            () ->
                Trainers.onJvm()
                    .model(new Numbers())
                    .objective(Objective.of(term))
                    .optimizer(Optimizers.sgd(0.1))
                    .build())
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContainingAll(
            "The loss reads 'tokens' as the classes 0 to 9, the model as any numbers",
            "InputSpec.indices(…, 10)");
  }

  /** A number a sample, and a score for each of ten classes. */
  private record Numbers() implements Model {
    @Override
    public Map<String, InputSpec> inputs() {
      return Map.of("tokens", InputSpec.of(Shape.scalar()));
    }

    @Override
    public Map<String, Value> append(Scope scope, Map<String, Value> inputs) {
      Value column = scope.call("reshape", Reshape.to(1), inputs.get("tokens"));
      return Map.of("prediction", scope.call("dense", Dense.to(ROWS), column));
    }
  }

  private static Trainer embedding(Objective objective, List<Integer> loaded) {
    return withRoomFor(NO_ROOM, loaded)
        .model(
            Sequential.ofInput(Shape.of(TOKENS), Sequential.of(Embedding.of(ROWS, 2)), Dense.to(1)))
        .objective(objective)
        .optimizer(Optimizers.sgd(0.1))
        .build();
  }

  /** Four samples of three tokens, with a target each. */
  private static ArrayDataSet tokens(int last) {
    int[] tokens = {0, 9, 4, 1, 2, 3, 5, 6, 7, 8, 0, last};
    return ArrayDataSet.ofIndices("input", Shape.of(TOKENS), tokens)
        .with("target", Shape.of(TOKENS, 1), new float[4 * TOKENS]);
  }

  @Test
  void anIndexOutsideItsTable() {
    List<Integer> loaded = new ArrayList<>();
    try (Trainer trainer = embedding(Objective.of(Losses.meanSquaredError()), loaded)) {
      assertThatThrownBy(() -> trainer.fit(tokens(ROWS), Fit.epochs(1).batchSize(2).shuffle()))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll(
              "Sample 3 of the pass (from 0) has the input 10.0 at column 2 (from 0)",
              "layer.0",
              "has 10 ",
              "whole numbers 0 to 9");
      assertThat(loaded).isEmpty();
    }
  }

  @Test
  void anIndexOutsideItsTableInAStream() {
    try (Trainer trainer =
        Trainers.onJvm()
            .model(Sequential.ofInput(Shape.of(TOKENS), Embedding.of(ROWS, 2), Dense.to(1)))
            .loss(Losses.meanSquaredError())
            .optimizer(Optimizers.sgd(0.1))
            .build()) {
      float[] before = trainer.parameters().get("layer.0.weight").floats();
      assertThatThrownBy(() -> trainer.fit(stream(), Fit.epochs(1).batchSize(4)))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll(
              "Sample 2 of the pass (from 0) has the input -1.0 at column 1 (from 0)",
              "whole numbers 0 to 9");
      assertThat(trainer.parameters().get("layer.0.weight").floats()).containsExactly(before);
    }
  }

  /** Tokens that are not looked at before they are read. */
  private static IndexedSource stream() {
    return new IndexedSource() {
      @Override
      public long samples() {
        return 4;
      }

      @Override
      public Map<String, Shape> sampleShapes() {
        return Map.of("input", Shape.of(TOKENS), "target", Shape.of(TOKENS, 1));
      }

      @Override
      protected void put(int sample, int row, Map<String, FloatBuffer> buffers) {
        put(buffers.get("input"), row, 9, sample == 2 ? -1 : 1, 0);
        put(buffers.get("target"), row, 1, 2, 3);
      }
    };
  }

  /** Sequences with lengths of their own, and tokens of a table beside them. */
  private record Sequences(InputSpec lengths) implements Model {
    @Override
    public Map<String, InputSpec> inputs() {
      return Map.of(
          "x", InputSpec.of(Shape.of(TIME, 1)),
          "length", lengths,
          "kind", InputSpec.indices(Shape.of(1), ROWS));
    }

    @Override
    public Map<String, Value> append(Scope scope, Map<String, Value> inputs) {
      Value lengths = inputs.get("length");
      Value states =
          scope.within(
              "encode", "gru", s -> Gru.of(2).lastState().append(s, inputs.get("x"), lengths));
      Value kind = scope.call("kinds", Sequential.of(Embedding.of(ROWS, 2)), inputs.get("kind"));
      Value both = scope.map(states, scope.call("flat", new Flatten(), kind), Expr::plus);
      return Map.of("prediction", scope.call("dense", Dense.to(1), both));
    }
  }

  /** Three sequences, the second of which has a length and a kind of its own. */
  private static ArrayDataSet sequences(float length, int kind) {
    return ArrayDataSet.ofArray("x", Shape.of(TIME, 1), new float[3 * TIME])
        .with("length", Shape.scalar(), new float[] {1, length, TIME})
        .withIndices("kind", Shape.of(1), new int[] {0, kind, 9})
        .with("target", Shape.of(1), new float[3]);
  }

  private static Trainer ofSequences(InputSpec lengths, List<Integer> loaded) {
    return withRoomFor(NO_ROOM, loaded)
        .model(new Sequences(lengths))
        .loss(Losses.meanSquaredError())
        .optimizer(Optimizers.sgd(0.1))
        .build();
  }

  /** Whatever the model says of the input: the layer knows how long its sequences are. */
  @ParameterizedTest
  @ValueSource(floats = {0, -1, 2.5f, TIME + 1, 1e9f})
  void aLengthOfNoSequence(float length) {
    List<Integer> loaded = new ArrayList<>();
    for (InputSpec said :
        List.of(InputSpec.of(Shape.scalar()), InputSpec.indices(Shape.scalar(), TIME + 1))) {
      try (Trainer trainer = ofSequences(said, loaded)) {
        assertThatThrownBy(() -> trainer.fit(sequences(length, 1), Fit.epochs(1)))
            .isInstanceOf(DataException.class)
            .hasMessage(
                "Sample 1 of the pass (from 0) has the length "
                    + length
                    + "; encode (gru 2 return=last) takes lengths, the whole numbers 1 to 4; leave"
                    + " out empty sequences, and cut long ones");
        assertThatThrownBy(() -> trainer.predict(sequences(length, 1)))
            .isInstanceOf(DataException.class)
            .hasMessageContaining("encode (gru 2 return=last)");
      }
    }
    assertThat(loaded).isEmpty();
  }

  @Test
  void aLengthOfNoSequenceInAStream() {
    try (Trainer trainer =
        Trainers.onJvm()
            .model(new Sequences(InputSpec.of(Shape.scalar())))
            .loss(Losses.meanSquaredError())
            .optimizer(Optimizers.sgd(0.1))
            .build()) {
      assertThatThrownBy(
              () -> trainer.fit(sequences(0, 1).map(sample -> sample), Fit.epochs(1).batchSize(1)))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("Sample 1 of the pass (from 0) has the length 0.0; encode (gru");
      trainer.fit(sequences(2, 1), Fit.epochs(1).batchSize(2));
    }
  }

  @Test
  void anIndexOfOneOfSeveralInputs() {
    List<Integer> loaded = new ArrayList<>();
    try (Trainer trainer = ofSequences(InputSpec.of(Shape.scalar()), loaded)) {
      assertThatThrownBy(() -> trainer.fit(sequences(TIME, 12), Fit.epochs(1)))
          .isInstanceOf(DataException.class)
          .hasMessage(
              "Sample 1 of the pass (from 0) has the kind 12.0 at column 0 (from 0); kinds.0"
                  + " (embedding 10 2) has 10 classes, whose indices are the whole numbers 0 to 9;"
                  + " correct the data, or have more classes");
    }
    assertThat(loaded).isEmpty();
  }

  @Test
  void aLossWithoutItsMask() {
    List<Integer> loaded = new ArrayList<>();
    Objective masked = Objective.of(LossTerm.of(Losses.meanSquaredError()).weightedBy("mask", 2));
    try (Trainer trainer = embedding(masked, loaded)) {
      assertThatThrownBy(() -> trainer.fit(tokens(1), Fit.epochs(1)))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll(
              "The loss mse ",
              "| weighted by mask 2",
              "reads 'mask' of shape [3]",
              "The data has no 'mask'; it has [input, target]",
              "ArrayDataSet.with");
      assertThat(loaded).isEmpty();
    }
  }

  @Test
  void aLastBatchOfOneForABatchNorm() {
    List<Integer> loaded = new ArrayList<>();
    try (Trainer trainer =
        withRoomFor(100, loaded)
            .model(Sequential.ofInput(Shape.of(3), Dense.to(4), BatchNorm.standard(), Dense.to(1)))
            .loss(Losses.meanSquaredError())
            .optimizer(Optimizers.sgd(0.1))
            .build()) {
      Fit fit = Fit.epochs(1).batchSize(4);
      assertThatThrownBy(() -> trainer.fit(Trainers.curve(9, 1), fit))
          .isInstanceOf(ShapeMismatchException.class)
          .hasMessageContainingAll(
              "layer.1: batch_norm", "a batch of one number a channel", "dropLast");
      assertThat(loaded).isEmpty();
      trainer.fit(Trainers.curve(9, 1), fit.dropLast());
      assertThat(loaded).containsExactly(4);
    }
  }
}
