package org.gradcl.train.parity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.Role;
import org.gradcl.io.SafetensorsContent;
import org.gradcl.loss.LossTerm;
import org.gradcl.loss.Objective;
import org.gradcl.nn.ParameterSpec;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.ParameterGroup;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;

/** A recorded trajectory of a graph of layers. */
final class GraphFile extends TrajectoryFile {
  GraphFile(SafetensorsContent content, Specification spec) {
    super(content, spec);
  }

  @Override
  RecordedTrajectory read() throws IOException {
    Specification model = spec().object("model");
    Map<String, InputSpec> inputs = specs(model.named("inputs"));
    Map<String, InputSpec> targets = specs(spec().named("targets"));
    List<RecordedNode> nodes = RecordedNodes.of(model.objects("nodes"), inputs.keySet());
    List<String> outputs = model.texts("outputs");
    requireNodes(outputs, nodes);
    Map<String, String> arrayOf = arrays(targets, inputs);
    Map<String, Integer> axes = new LinkedHashMap<>();
    inputs.forEach((name, input) -> axes.put(name, input.shape().rank() + 1));
    List<LossTerm> terms = new ArrayList<>();
    for (Specification loss : spec().objects("losses")) {
      terms.add(RecordedLoss.of(loss, axes, arrayOf));
    }
    RecordedModel recorded = new RecordedModel(readBy(nodes, inputs), nodes, outputs);
    int accumulate = spec().has("accumulate") ? spec().count("accumulate") : 1;
    Optimizer optimizer = optimizer().withAccumulation(accumulate);
    TrainingStep step = new TrainingStep(recorded, new Objective(terms), optimizer);
    int batch = spec().count("batch");
    int steps = spec().count("steps");
    Map<String, Shape> shapes = recorded.outputShapes();
    List<HostTensor> initial = new ArrayList<>();
    Map<String, double[]> gradients = new LinkedHashMap<>();
    Map<String, double[]> parameters = new LinkedHashMap<>();
    for (ParameterSpec parameter : recorded.parameters()) {
      String name = parameter.name();
      initial.add(HostTensor.of(name, parameter.shape(), values("init." + name, parameter)));
      if (parameter.role() == Role.PARAMETER && !isFrozen(optimizer, parameter)) {
        gradients.put(name, recorded("grad.0." + name, parameter.shape()));
      }
      parameters.put(name, recorded("final." + name, parameter.shape()));
    }
    RecordedTrajectory trajectory =
        new RecordedTrajectory(
            spec().text("name"),
            step,
            batch,
            accumulate,
            steps,
            initial,
            batches(inputs, targets, arrayOf, batch),
            outputs("prediction.0.", shapes, batch),
            gradients,
            recorded("loss", Shape.of(steps)),
            parameters,
            RecordedTrajectory.GRAPH_PARAMETER_TOLERANCE,
            outputs("eval.prediction.", shapes, batch));
    warnOfOthers(trajectory.name());
    return trajectory;
  }

  private static boolean isFrozen(Optimizer optimizer, ParameterSpec parameter) {
    return optimizer.groups().stream()
        .filter(group -> group.matches(parameter.name(), parameter.shape()))
        .findFirst()
        .map(ParameterGroup::frozen)
        .orElse(false);
  }

  private float[] values(String name, ParameterSpec parameter) throws IOException {
    return given(name, parameter.shape()).floats();
  }

  private Map<String, double[]> outputs(String prefix, Map<String, Shape> shapes, int batch)
      throws IOException {
    Map<String, double[]> outputs = new LinkedHashMap<>();
    for (Map.Entry<String, Shape> output : shapes.entrySet()) {
      outputs.put(
          output.getKey(), recorded(prefix + output.getKey(), output.getValue().batch(batch)));
    }
    return outputs;
  }

  private static Map<String, InputSpec> specs(Map<String, Specification> given) throws IOException {
    Map<String, InputSpec> specs = new TreeMap<>();
    for (Map.Entry<String, Specification> array : given.entrySet()) {
      Specification spec = array.getValue();
      int[] extents = spec.counts("shape").stream().mapToInt(extent -> extent).toArray();
      Shape shape = Shape.of(extents);
      spec.text("type");
      specs.put(
          array.getKey(),
          spec.has("classes")
              ? InputSpec.indices(shape, spec.count("classes"))
              : InputSpec.of(shape));
    }
    return specs;
  }

  /** The names of targets in a batch, which differ from those of inputs. */
  private static Map<String, String> arrays(
      Map<String, InputSpec> targets, Map<String, InputSpec> inputs) {
    Map<String, String> names = new LinkedHashMap<>();
    targets
        .keySet()
        .forEach(name -> names.put(name, inputs.containsKey(name) ? "target." + name : name));
    return names;
  }

  private static void requireNodes(List<String> outputs, List<RecordedNode> nodes)
      throws IOException {
    List<String> known = nodes.stream().map(RecordedNode::name).toList();
    for (String output : outputs) {
      if (!known.contains(output)) {
        throw new IOException("its output '" + output + "' is no node; the nodes are " + known);
      }
    }
  }

  /** The inputs that a node reads; the others are read by losses. */
  private static Map<String, InputSpec> readBy(
      List<RecordedNode> nodes, Map<String, InputSpec> inputs) {
    Map<String, InputSpec> read = new TreeMap<>(inputs);
    Set<String> names = new HashSet<>();
    nodes.forEach(node -> names.addAll(node.inputs()));
    read.keySet().retainAll(names);
    return read;
  }

  private List<Map<String, HostTensor>> batches(
      Map<String, InputSpec> inputs,
      Map<String, InputSpec> targets,
      Map<String, String> arrayOf,
      int batch)
      throws IOException {
    List<Map<String, HostTensor>> batches = new ArrayList<>();
    for (int k = 0; k < spec().count("batches"); k++) {
      Map<String, HostTensor> arrays = new LinkedHashMap<>();
      for (Map.Entry<String, InputSpec> input : inputs.entrySet()) {
        String name = input.getKey();
        arrays.put(name, given("x." + k + "." + name, input.getValue().shape().batch(batch)));
      }
      for (Map.Entry<String, InputSpec> target : targets.entrySet()) {
        String name = target.getKey();
        arrays.put(
            arrayOf.get(name),
            given("y." + k + "." + name, target.getValue().shape().batch(batch)));
      }
      batches.add(arrays);
    }
    return batches;
  }
}
