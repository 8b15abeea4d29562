package org.gradcl.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.LSTM;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** The nets of README.md as one writes them in DJL, with constants of a manager. */
record Nets(NDManager manager) {
  private static final float HIDDEN = Float.NEGATIVE_INFINITY;

  /** Two convolutions of 5×5, each with a pool, and two dense layers. */
  Block leNet(long[] channels, long hidden, long classes) {
    SequentialBlock net = new SequentialBlock();
    for (long filters : channels) {
      net.add(Conv2d.builder().setKernelShape(new Shape(5, 5)).setFilters((int) filters).build());
      net.add(Activation.reluBlock());
      net.add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
    }
    net.add(Blocks.batchFlattenBlock()).add(linear(hidden));
    return net.add(Activation.reluBlock()).add(linear(classes));
  }

  /** Convolutions with batch norm, of which each is channels, size and stride; a dense layer. */
  Block convolutional(long[] convolutions, long classes) {
    SequentialBlock net = new SequentialBlock();
    for (int i = 0; i < convolutions.length; i += 3) {
      net.add(convolution(convolutions[i], convolutions[i + 1], (int) convolutions[i + 2]));
      net.add(norm()).add(Activation.reluBlock());
    }
    return net.add(Blocks.batchFlattenBlock()).add(linear(classes));
  }

  /** Stages of basic blocks, of which each stage but the first halves the image. */
  Block resNet(long[] stages, long blocks, long classes) {
    SequentialBlock net = new SequentialBlock();
    net.add(convolution(stages[0], 3, 1)).add(norm()).add(Activation.reluBlock());
    for (int stage = 0; stage < stages.length; stage++) {
      for (int block = 0; block < blocks; block++) {
        boolean first = stage > 0 && block == 0;
        net.add(basicBlock(stages[stage], first)).add(Activation.reluBlock());
      }
    }
    return net.add(Pool.globalAvgPool2dBlock()).add(linear(classes));
  }

  private static Block basicBlock(long channels, boolean halves) {
    int stride = halves ? 2 : 1;
    SequentialBlock block = new SequentialBlock();
    block.add(convolution(channels, 3, stride)).add(norm()).add(Activation.reluBlock());
    block.add(convolution(channels, 3, 1)).add(norm());
    SequentialBlock projection = new SequentialBlock();
    projection.add(convolution(channels, 1, stride)).add(norm());
    return sum(block, halves ? projection : Blocks.identityBlock());
  }

  private static Block convolution(long filters, long kernel, long stride) {
    return Conv2d.builder()
        .setKernelShape(new Shape(kernel, kernel))
        .setFilters((int) filters)
        .optStride(new Shape(stride, stride))
        .optPadding(new Shape(kernel / 2, kernel / 2))
        .optBias(false)
        .build();
  }

  private static Block norm() {
    return BatchNorm.builder().build();
  }

  /** The last state of an LSTM, and a dense layer. */
  Block lstm(long hidden, long outputs) {
    LSTM lstm =
        LSTM.builder().setNumLayers(1).setStateSize((int) hidden).optBatchFirst(true).build();
    Block last = LambdaBlock.singleton(states -> states.get(":, -1"));
    return new SequentialBlock().add(lstm).add(last).add(linear(outputs));
  }

  /** A causal transformer block that normalises first; the mean over time is classified. */
  Block transformer(long time, long width, long heads, long hidden, long classes) {
    NDArray seen = manager.arange(time).reshape(1, time).lte(manager.arange(time).reshape(time, 1));
    NDArray mask =
        NDArrays.where(
            seen, manager.zeros(new Shape(time, time)), manager.full(seen.getShape(), HIDDEN));
    SequentialBlock attention = new SequentialBlock();
    attention.add(layerNorm(2)).add(linear(3 * width));
    attention.add(LambdaBlock.singleton(x -> attended(x, heads, mask))).add(linear(width));
    SequentialBlock dense = new SequentialBlock();
    dense.add(layerNorm(2)).add(linear(hidden)).add(Activation.geluBlock()).add(linear(width));
    SequentialBlock net = new SequentialBlock();
    net.add(sum(attention, Blocks.identityBlock())).add(sum(dense, Blocks.identityBlock()));
    return net.add(LambdaBlock.singleton(x -> x.mean(new int[] {1}))).add(linear(classes));
  }

  /** softmax(q·kᵀ/√d + mask)·v of each head; x has q, k and v side by side. */
  private static NDArray attended(NDArray x, long heads, NDArray mask) {
    long batch = x.getShape().get(0);
    long time = x.getShape().get(1);
    long width = x.getShape().get(2) / 3;
    NDList parts =
        x.reshape(batch, time, 3, heads, width / heads).transpose(2, 0, 3, 1, 4).split(3);
    NDArray query = parts.get(0).squeeze(0);
    NDArray key = parts.get(1).squeeze(0);
    NDArray value = parts.get(2).squeeze(0);
    NDArray scores = query.matMul(key.transpose(0, 1, 3, 2)).div(Math.sqrt((double) width / heads));
    return scores
        .add(mask)
        .softmax(-1)
        .matMul(value)
        .transpose(0, 2, 1, 3)
        .reshape(batch, time, width);
  }

  /** A vector for each column of categories, beside numbers, then dense layers. */
  Block table(long[] categories, long width, long[] widths) {
    ParallelBlock row = new ParallelBlock(columns -> joined(columns));
    for (int column = 0; column < categories.length; column++) {
      row.add(new Column(column, (int) categories[column], (int) width));
    }
    row.add(arrays -> new NDList(arrays.get(arrays.size() - 1)));
    SequentialBlock net = new SequentialBlock().add(row);
    for (int layer = 0; layer < widths.length; layer++) {
      net.add(linear(widths[layer]));
      if (layer < widths.length - 1) {
        net.add(Activation.reluBlock());
      }
    }
    return net;
  }

  private static NDList joined(List<NDList> columns) {
    NDList arrays = new NDList();
    columns.forEach(arrays::addAll);
    return new NDList(NDArrays.concat(arrays, 1));
  }

  /** Dense layers with layer norm and gelu behind each but the last. */
  Block normed(long[] widths) {
    SequentialBlock net = new SequentialBlock();
    for (int layer = 1; layer < widths.length; layer++) {
      net.add(linear(widths[layer]));
      if (layer < widths.length - 1) {
        net.add(layerNorm(1)).add(Activation.geluBlock());
      }
    }
    return net;
  }

  private static Block layerNorm(int axis) {
    return LayerNorm.builder().axis(axis).build();
  }

  private static Block linear(long units) {
    return Linear.builder().setUnits(units).build();
  }

  private static Block sum(Block first, Block second) {
    return new ParallelBlock(
        results ->
            new NDList(results.get(0).singletonOrThrow().add(results.get(1).singletonOrThrow())),
        List.of(first, second));
  }

  /** Numbers from −1 to 1, for a batch. */
  NDArray numbers(long batch, long... sample) {
    return manager.randomUniform(
        -1, 1, new Shape(LongStream.concat(LongStream.of(batch), LongStream.of(sample)).toArray()));
  }

  /** Indices, for a batch. */
  NDArray indices(long batch, long count) {
    return manager.randomInteger(0, count, new Shape(batch), DataType.INT64);
  }

  /** Columns of categories, and numbers behind them. */
  NDList row(long batch, long[] categories, long numbers) {
    List<NDArray> arrays = new ArrayList<>();
    for (long count : categories) {
      arrays.add(indices(batch, count));
    }
    arrays.add(numbers(batch, numbers));
    return new NDList(arrays);
  }
}
