package org.gradcl.backend.opencl;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.Value;
import org.gradcl.loss.Loss;
import org.gradcl.loss.LossTerm;
import org.gradcl.loss.Losses;
import org.gradcl.loss.Objective;
import org.gradcl.nn.Activations;
import org.gradcl.nn.AdaptiveAvgPool;
import org.gradcl.nn.AvgPool;
import org.gradcl.nn.Conv2d;
import org.gradcl.nn.ConvTranspose2d;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Embedding;
import org.gradcl.nn.Glu;
import org.gradcl.nn.GroupNorm;
import org.gradcl.nn.Gru;
import org.gradcl.nn.LayerNorm;
import org.gradcl.nn.LearntPositions;
import org.gradcl.nn.Lstm;
import org.gradcl.nn.MaxPool;
import org.gradcl.nn.Model;
import org.gradcl.nn.MultiHeadAttention;
import org.gradcl.nn.PRelu;
import org.gradcl.nn.Reductions;
import org.gradcl.nn.RmsNorm;
import org.gradcl.nn.RotaryPositions;
import org.gradcl.nn.Scope;
import org.gradcl.nn.Sequential;
import org.gradcl.nn.SinusoidalPositions;
import org.gradcl.optim.Optimizers;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.Shape;

/** The smallest nets that have all kinds of layers between them, for {@link OclgrindStep}. */
enum OclgrindNet {
  /** Recurrent layers of enough steps for a chain, whose sequences end early. */
  RECURRENT {
    @Override
    Map<String, InputSpec> inputs() {
      return Map.of("x", InputSpec.of(Shape.of(6, 2)), "lengths", InputSpec.of(Shape.scalar()));
    }

    @Override
    Value write(Scope scope, Map<String, Value> inputs) {
      Value lengths = inputs.get("lengths");
      Value all = scope.within("lstm", "lstm", s -> Lstm.of(3).append(s, inputs.get("x"), lengths));
      return scope.within("gru", "gru", s -> Gru.of(2).lastState().append(s, all, lengths));
    }
  },

  /** Tokens with positions of both kinds, masked attention with fewer keys, norms along rows. */
  ATTENTION {
    @Override
    Map<String, InputSpec> inputs() {
      return Map.of(
          "tokens", InputSpec.indices(Shape.of(3), 5), "padding", InputSpec.of(Shape.of(3)));
    }

    @Override
    Value write(Scope scope, Map<String, Value> inputs) {
      Value x = scope.call("embed", Embedding.of(5, 4).withPadding(0), inputs.get("tokens"));
      x = scope.call("learnt", LearntPositions.of(4), x);
      x = scope.call("waves", SinusoidalPositions.standard(), x);
      Value normed = scope.call("norm", LayerNorm.standard(), x);
      MultiHeadAttention attention =
          MultiHeadAttention.of(2)
              .withKeyHeads(1)
              .causally()
              .withDropout(0.3)
              .withRotary(RotaryPositions.standard());
      Value y =
          scope.within(
              "attention",
              "attention",
              s -> attention.append(s, normed, normed, normed, inputs.get("padding")));
      y = scope.call("rms", RmsNorm.standard(), y);
      y = scope.call("gate", Glu.swiglu(), y);
      return Reductions.mean(scope, y, 1);
    }
  },

  /** Depthwise, transposed and strided convolutions, pools of all kinds, a norm over groups. */
  IMAGES {
    @Override
    Map<String, InputSpec> inputs() {
      return Map.of("x", InputSpec.of(Shape.of(4, 4, 2)));
    }

    @Override
    Value write(Scope scope, Map<String, Value> inputs) {
      Sequential layers =
          Sequential.of(
              Conv2d.of(4, 3).groups(2).padding(1),
              GroupNorm.of(2),
              AvgPool.of(3).stride(2, 2).padding(1, 1),
              PRelu.standard(),
              ConvTranspose2d.of(2, 3).stride(2).activation(Activations.MISH),
              MaxPool.of(3).stride(2, 2).padding(1, 1),
              AdaptiveAvgPool.global());
      return scope.call("layers", layers, inputs.get("x"));
    }
  };

  /** What a batch has beside target and weights. */
  abstract Map<String, InputSpec> inputs();

  /** What the head reads, {@code [batch, features]}. */
  abstract Value write(Scope scope, Map<String, Value> inputs);

  private record Net(OclgrindNet net) implements Model {
    @Override
    public Map<String, InputSpec> inputs() {
      return net.inputs();
    }

    @Override
    public Map<String, Value> append(Scope scope, Map<String, Value> values) {
      return Map.of("prediction", scope.call("head", Dense.to(3), net.write(scope, values)));
    }
  }

  /** A step with classes, of samples with weights, of which some are ignored. */
  TrainingStep step() {
    Loss loss = Losses.softmaxCrossEntropy().withLabelSmoothing(0.1).ignoring(-100);
    return new TrainingStep(
        new Net(this),
        Objective.of(LossTerm.of(loss).weightedBy("weights")),
        Optimizers.adam(0.01));
  }

  /** Numbers for a step, with sequences that end early and a target that is ignored. */
  Map<String, float[]> batch(int samples) {
    Map<String, float[]> batch = new LinkedHashMap<>();
    step()
        .arrays()
        .specs()
        .forEach(
            (name, spec) -> {
              int count = spec.shape().batch(samples).elements();
              batch.put(name, numbers(name, spec, count));
            });
    return batch;
  }

  private static float[] numbers(String name, InputSpec spec, int count) {
    if (name.equals("x")) {
      return OneLaunch.numbers(count, 3);
    }
    float[] numbers = new float[count];
    if (name.equals("padding")) {
      Arrays.fill(numbers, count - 2, count, 1);
    } else {
      boolean indices = spec.classes().isPresent();
      for (int i = 0; i < count; i++) {
        numbers[i] = indices ? i % spec.classes().getAsInt() : 1 + i % 3;
      }
    }
    if (name.equals("target")) {
      numbers[count - 1] = -100;
    }
    return numbers;
  }
}
