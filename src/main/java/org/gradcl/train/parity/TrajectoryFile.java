package org.gradcl.train.parity;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.gradcl.io.SafetensorsContent;
import org.gradcl.optim.Optimizer;
import org.gradcl.tensor.DataType;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The content of a file with a recorded trajectory: what its two forms, of dense chains and of
 * graphs of layers, have in common.
 */
abstract class TrajectoryFile {
  private static final Logger LOG = LoggerFactory.getLogger(TrajectoryFile.class);

  private final SafetensorsContent content;
  private final Specification spec;
  private final Set<String> taken = new HashSet<>();

  TrajectoryFile(SafetensorsContent content, Specification spec) {
    this.content = content;
    this.spec = spec;
  }

  /** The form that a file has. */
  static TrajectoryFile of(SafetensorsContent content) throws IOException {
    String json = content.metadata().get("spec");
    if (json == null) {
      throw new IOException("its metadata has no 'spec', only " + content.metadata().keySet());
    }
    Specification spec = Specification.parse(json);
    return spec.has("model") ? new GraphFile(content, spec) : new DenseChainFile(content, spec);
  }

  abstract RecordedTrajectory read() throws IOException;

  final Specification spec() {
    return spec;
  }

  /** An initial value of the run; whole numbers are taken as float32. */
  final HostTensor given(String name, Shape shape) throws IOException {
    HostTensor tensor = tensor(name, shape);
    if (tensor.type() != DataType.INT32) {
      requireType(tensor, DataType.FLOAT32);
      return tensor;
    }
    int[] integers = tensor.ints();
    float[] floats = new float[integers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = integers[i];
    }
    return HostTensor.of(name, shape, floats);
  }

  /** A result of PyTorch. */
  final double[] recorded(String name, Shape shape) throws IOException {
    HostTensor tensor = tensor(name, shape);
    requireType(tensor, DataType.FLOAT64);
    return tensor.doubles();
  }

  private HostTensor tensor(String name, Shape shape) throws IOException {
    taken.add(name);
    HostTensor tensor = content.tensors().get(name);
    if (tensor == null) {
      throw new IOException(
          "there is no tensor '" + name + "', only " + content.tensors().keySet());
    }
    if (!tensor.shape().equals(shape)) {
      throw unexpected(tensor, tensor.type(), shape);
    }
    return tensor;
  }

  private static void requireType(HostTensor tensor, DataType type) throws IOException {
    if (tensor.type() != type) {
      throw unexpected(tensor, type, tensor.shape());
    }
  }

  private static IOException unexpected(HostTensor tensor, DataType type, Shape shape) {
    return new IOException(
        String.format(
            "its tensor '%s' is %s %s; by its 'spec' it must be %s %s",
            tensor.name(), tensor.type(), tensor.shape(), type, shape));
  }

  /** The optimiser with its clipping. */
  final Optimizer optimizer() throws IOException {
    Optimizer optimizer = RecordedOptimizer.of(spec.object("optimizer"));
    if (spec.has("clip_value")) {
      return optimizer.withClipValue(spec.number("clip_value"));
    }
    return spec.has("clip_norm") ? optimizer.withClipNorm(spec.number("clip_norm")) : optimizer;
  }

  /**
   * Warns of keys and tensors without effect; the seed of PyTorch's random numbers is expected to
   * have none.
   */
  final void warnOfOthers(String name) {
    for (Map.Entry<String, Object> other : spec.settings().entrySet()) {
      if (!other.getKey().equals("seed") && !Specification.isOff(other.getValue())) {
        LOG.warn(
            "{}: '{}' of its 'spec' is unknown and ignored: {}",
            name,
            other.getKey(),
            other.getValue());
      }
    }
    Set<String> others = new TreeSet<>(content.tensors().keySet());
    others.removeAll(taken);
    if (!others.isEmpty()) {
      LOG.warn("{}: its tensors {} are unknown and ignored", name, others);
    }
  }
}
