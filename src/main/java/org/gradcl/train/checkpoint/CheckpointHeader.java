package org.gradcl.train.checkpoint;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.gradcl.io.SafetensorsException;
import org.gradcl.io.SafetensorsReader;
import org.gradcl.loss.Objective;
import org.gradcl.nn.Model;
import org.gradcl.optim.Optimizers;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.Shape;
import org.gradcl.train.report.CheckpointException;
import org.gradcl.train.session.Snapshot;

/**
 * The tensors that a checkpoint must have by its text forms, known before one is read.
 *
 * @param shapes of the tensors by their names in a state; empty if only the program that wrote the
 *     file knows its model, loss or optimiser
 */
record CheckpointHeader(Optional<Map<String, Shape>> shapes) {

  static CheckpointHeader of(Map<String, String> metadata) {
    try {
      TrainingStep step =
          new TrainingStep(
              Model.parse(metadata.getOrDefault("model", "")),
              Objective.parse(metadata.getOrDefault("loss", "")),
              Optimizers.named(metadata.getOrDefault("optimizer", "")));
      return new CheckpointHeader(Optional.of(Snapshot.shapes(step.stateLayout())));
    } catch (IllegalArgumentException e) {
      return new CheckpointHeader(Optional.empty());
    }
  }

  /**
   * Refuses a file with a tensor that its model and optimiser do not have, or of another shape. A
   * missing tensor is not refused here, since some uses of the file do not need it.
   *
   * @throws CheckpointException naming the tensor
   */
  void requireTensors(Path file, SafetensorsReader reader) throws SafetensorsException {
    if (shapes.isEmpty()) {
      return;
    }
    for (String name : reader.names()) {
      Shape shape = shapes.get().get(CheckpointFile.nameInState(name));
      long[] found = reader.extents(name);
      if (shape == null) {
        throw CheckpointFile.damaged(
            file,
            String.format(
                "its model and optimiser have no tensor '%s', it has one of shape %s",
                name, Arrays.toString(found)));
      }
      if (!Arrays.equals(found, extents(shape))) {
        throw CheckpointFile.damaged(
            file,
            String.format(
                "its model needs '%s' of shape %s, found shape %s",
                name, shape, Arrays.toString(found)));
      }
    }
  }

  private static long[] extents(Shape shape) {
    return Arrays.stream(shape.extents()).asLongStream().toArray();
  }
}
