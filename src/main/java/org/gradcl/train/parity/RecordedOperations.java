package org.gradcl.train.parity;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.catalogue.Description;
import org.gradcl.graph.Value;
import org.gradcl.nn.Activated;
import org.gradcl.nn.Activations;
import org.gradcl.nn.BatchNorm;
import org.gradcl.nn.Block;
import org.gradcl.nn.ChannelsFirst;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Embedding;
import org.gradcl.nn.Glu;
import org.gradcl.nn.GroupNorm;
import org.gradcl.nn.LayerNorm;
import org.gradcl.nn.MaxPool;
import org.gradcl.nn.Merging;
import org.gradcl.nn.PRelu;
import org.gradcl.nn.RmsNorm;
import org.gradcl.nn.Softmax;

/** Reads what a node of a recorded model computes. */
final class RecordedOperations {
  /** Reads the settings of one kind of operation. */
  private interface Reader {
    RecordedOperation read(Specification node) throws IOException;
  }

  private static final Map<String, Reader> READERS = readers();

  private RecordedOperations() {}

  private static Map<String, Reader> readers() {
    Map<String, Reader> readers = new LinkedHashMap<>();
    readers.put("dense", node -> RecordedOperation.of(dense(node)));
    readers.put("embedding", node -> RecordedOperation.of(embedding(node)));
    readers.put("conv1d", node -> channelsFirst(RecordedConvolutions.conv1d(node)));
    readers.put("conv2d", node -> channelsFirst(RecordedConvolutions.conv2d(node)));
    readers.put("conv_transpose2d", node -> channelsFirst(RecordedConvolutions.transposed(node)));
    readers.put("max_pool2d", node -> channelsFirst(new MaxPool(RecordedPools.window(node))));
    readers.put("avg_pool2d", node -> channelsFirst(RecordedPools.average(node)));
    readers.put("adaptive_avg_pool2d", node -> channelsFirst(RecordedPools.adaptive(node)));
    readers.put("batch_norm1d", node -> channelsFirst(batchNorm(node)));
    readers.put("batch_norm2d", node -> channelsFirst(batchNorm(node)));
    readers.put("group_norm", node -> channelsFirst(groupNorm(node)));
    readers.put("layer_norm", node -> RecordedOperation.of(layerNorm(node)));
    readers.put("rms_norm", node -> RecordedOperation.of(new RmsNorm(node.number("eps"))));
    readers.put("prelu", node -> channelsFirst(new PRelu(node.count("parameters") > 1)));
    readers.put("glu", node -> alongLast(Glu.glu(), node.integer("axis")));
    readers.put("softmax", node -> alongLast(Softmax.standard(), node.integer("axis")));
    readers.put("log_softmax", node -> alongLast(Softmax.ofLogarithms(), node.integer("axis")));
    readers.put("lstm", RecordedSequences::lstm);
    readers.put("gru", RecordedSequences::gru);
    readers.put("multi_head_attention", RecordedSequences::attention);
    readers.put("flatten", node -> RecordedShapes::flattened);
    readers.put("reshape", RecordedShapes::reshape);
    readers.put("permute", RecordedShapes::permute);
    readers.put("slice", RecordedShapes::slice);
    readers.put("select", RecordedShapes::select);
    readers.put("concat", RecordedShapes::concat);
    readers.put("mean", RecordedShapes::mean);
    readers.put("positions", RecordedShapes::positions);
    readers.put("add", node -> (s, inputs) -> Merging.add(s, inputs.toArray(Value[]::new)));
    readers.put(
        "multiply", node -> (s, inputs) -> Merging.multiply(s, inputs.toArray(Value[]::new)));
    return readers;
  }

  /**
   * What a node computes.
   *
   * @throws IOException if GradCL has no such operation, or the node a setting that it has not
   */
  static RecordedOperation of(Specification node) throws IOException {
    String name = node.text("op");
    Reader reader = READERS.get(name);
    RecordedOperation operation =
        reader == null ? RecordedOperation.of(activation(name, node)) : reader.read(node);
    node.refuseOthers();
    return operation;
  }

  /** Refuses a number of inputs that an operation does not read. */
  static void requireInputs(String name, List<String> inputs) throws IOException {
    int count = inputs.size();
    boolean fits =
        switch (name) {
          case "add", "multiply", "concat" -> count >= 1;
          case "multi_head_attention" -> count == 1 || count == 3;
          default -> count == 1;
        };
    if (!fits) {
      throw new IOException(
          String.format(
              "%s reads %s, found %s",
              name,
              switch (name) {
                case "add", "multiply", "concat" -> "at least one value";
                case "multi_head_attention" -> "one value, or queries, keys and values";
                default -> "one value";
              },
              inputs));
    }
  }

  /** An activation of the catalogue, with the settings that the node gives. */
  private static Block activation(String name, Specification node) throws IOException {
    StringBuilder text = new StringBuilder(name);
    for (String setting : new String[] {"slope", "alpha"}) {
      if (node.has(setting)) {
        text.append(' ').append(setting).append('=');
        text.append(Description.format(node.number(setting)));
      }
    }
    try {
      return Activated.by(Activations.named(text.toString()));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "GradCL has no operation '" + name + "', but " + READERS.keySet() + " and activations",
          e);
    }
  }

  private static RecordedOperation channelsFirst(Block block) {
    return RecordedOperation.of(new ChannelsFirst(block));
  }

  /** A block over the last axis, for another. */
  private static RecordedOperation alongLast(Block block, int axis) {
    return (scope, inputs) -> RecordedShapes.alongLast(scope, inputs.get(0), axis, block);
  }

  private static Block dense(Specification node) throws IOException {
    Dense dense = Dense.to(node.count("units"));
    return node.flag("bias", true) ? dense : dense.withoutBias();
  }

  private static Block embedding(Specification node) throws IOException {
    Embedding embedding = Embedding.of(node.count("classes"), node.count("dim"));
    return node.has("padding_index")
        ? embedding.withPadding(node.integer("padding_index"))
        : embedding;
  }

  private static Block batchNorm(Specification node) throws IOException {
    return new BatchNorm(node.number("momentum"), node.number("eps"), node.flag("affine", true));
  }

  private static Block groupNorm(Specification node) throws IOException {
    return new GroupNorm(node.count("groups"), node.number("eps"), node.flag("affine", true));
  }

  private static Block layerNorm(Specification node) throws IOException {
    return new LayerNorm(
        node.counts("normalized_shape").size(), node.number("eps"), node.flag("affine", true));
  }
}
