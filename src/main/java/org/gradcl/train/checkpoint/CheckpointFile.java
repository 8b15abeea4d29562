package org.gradcl.train.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.gradcl.backend.StepState;
import org.gradcl.io.SafetensorsException;
import org.gradcl.io.SafetensorsReader;
import org.gradcl.io.SafetensorsWriter;
import org.gradcl.io.file.AtomicFile;
import org.gradcl.io.json.Fields;
import org.gradcl.io.json.Json;
import org.gradcl.loss.Objective;
import org.gradcl.nn.Model;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.DataType;
import org.gradcl.tensor.HostTensor;
import org.gradcl.train.report.CheckpointException;
import org.gradcl.train.session.Snapshot;

/**
 * A {@link CheckpointContent} as a safetensors file; there is the layout. Checks everything that it
 * reads.
 */
public final class CheckpointFile {
  private static final String FORMAT = "gradcl.format";
  private static final String VERSION = "1";
  private static final String OPTIMIZER = "optimizer/";
  private static final String BEST = "best/";
  private static final String ATTRIBUTE = "attribute.";

  private CheckpointFile() {}

  public static void write(CheckpointContent checkpoint, Path file, AtomicFile.Opener files) {
    List<HostTensor> tensors = new ArrayList<>();
    checkpoint.snapshot().tensors().forEach(tensor -> tensors.add(filed("", tensor)));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FORMAT, VERSION);
    metadata.put("model", checkpoint.model());
    metadata.put("loss", checkpoint.loss());
    metadata.put("optimizer", checkpoint.optimizer());
    metadata.put("step", step(checkpoint.snapshot().step()));
    checkpoint.attributes().forEach((name, text) -> metadata.put(ATTRIBUTE + name, text));
    checkpoint
        .progress()
        .ifPresent(
            progress -> {
              metadata.put("fit", FitProgressText.write(progress));
              progress
                  .best()
                  .ifPresent(
                      best -> {
                        metadata.put("best.step", step(best.step()));
                        best.tensors().forEach(tensor -> tensors.add(filed(BEST, tensor)));
                      });
            });
    requireReplaceable(file);
    try {
      AtomicFile.write(
          file, channel -> SafetensorsWriter.writeTo(channel, tensors, metadata), files);
    } catch (IOException e) {
      throw new CheckpointException(SafetensorsException.unwritable(file, e));
    }
  }

  /**
   * Refuses to replace a file that GradCL did not write: weights of another program, or data.
   *
   * @throws CheckpointException naming it
   */
  static void requireReplaceable(Path file) {
    if (Files.isRegularFile(file) && file.toFile().length() > 0 && !isCheckpoint(file)) {
      throw new CheckpointException(
          file,
          "there is a file already that is no checkpoint of GradCL, and it is not replaced",
          "delete it, or give another path");
    }
  }

  private static boolean isCheckpoint(Path file) {
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      return reader.metadata().containsKey(FORMAT);
    } catch (SafetensorsException e) {
      return false;
    }
  }

  /** A tensor under its name in the file, where the optimiser's slots have a prefix. */
  private static HostTensor filed(String prefix, HostTensor tensor) {
    String name = tensor.name().indexOf('/') < 0 ? tensor.name() : OPTIMIZER + tensor.name();
    return HostTensor.of(prefix + name, tensor.shape(), tensor.floats());
  }

  /** Whether a tensor of the file is of the best epoch. */
  private static boolean isBest(String filed) {
    return filed.startsWith(BEST);
  }

  /** A tensor's name in a state, from its name in the file. */
  static String nameInState(String filed) {
    String name = isBest(filed) ? filed.substring(BEST.length()) : filed;
    return name.startsWith(OPTIMIZER) ? name.substring(OPTIMIZER.length()) : name;
  }

  public static CheckpointContent read(Path file) {
    Map<String, String> metadata;
    List<HostTensor> tensors = new ArrayList<>();
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      metadata = reader.metadata();
      requireVersion(file, metadata);
      // Before memory is allocated for them: a damaged file may have tensors of any size.
      CheckpointHeader.of(metadata).requireTensors(file, reader);
      for (String name : reader.names()) {
        tensors.add(reader.read(name));
      }
    } catch (SafetensorsException e) {
      throw new CheckpointException(e);
    }
    return of(file, metadata, tensors);
  }

  private static void requireVersion(Path file, Map<String, String> metadata) {
    String format = metadata.get(FORMAT);
    if (!VERSION.equals(format)) {
      throw new CheckpointException(
          file,
          format == null
              ? "a safetensors file, but not one that GradCL wrote"
              : "a GradCL file of version " + format + ", this program reads version " + VERSION,
          "give a file that Trainer.save or a fit of this version wrote");
    }
  }

  private static CheckpointContent of(
      Path file, Map<String, String> metadata, List<HostTensor> tensors) {
    List<HostTensor> current = new ArrayList<>();
    List<HostTensor> best = new ArrayList<>();
    Set<String> currentNames = new HashSet<>();
    Set<String> bestNames = new HashSet<>();
    for (HostTensor tensor : tensors) {
      if (tensor.type() != DataType.FLOAT32) {
        throw damaged(file, "the tensor " + tensor + " is not FLOAT32");
      }
      boolean isBest = isBest(tensor.name());
      String name = nameInState(tensor.name());
      if (!(isBest ? bestNames : currentNames).add(name)) {
        throw damaged(file, "it has '" + name + "' twice");
      }
      (isBest ? best : current).add(HostTensor.of(name, tensor.shape(), tensor.floats()));
    }
    try {
      Optional<Snapshot> bestSnapshot =
          metadata.containsKey("best.step")
              ? Optional.of(new Snapshot(step(required(metadata, "best.step")), best))
              : Optional.empty();
      Optional<FitProgress> progress =
          metadata.containsKey("fit")
              ? Optional.of(FitProgressText.read(required(metadata, "fit"), bestSnapshot))
              : Optional.empty();
      return new CheckpointContent(
          canonical(required(metadata, "model"), text -> Model.parse(text).describe()),
          canonical(required(metadata, "loss"), text -> Objective.parse(text).describe()),
          canonical(required(metadata, "optimizer"), text -> Optimizers.named(text).describe()),
          attributes(metadata),
          new Snapshot(step(required(metadata, "step")), current),
          progress,
          file.toString());
    } catch (IOException e) {
      throw damaged(file, e.getMessage());
    }
  }

  /**
   * The text as this version writes it; unchanged if only the program that wrote the file can read
   * it.
   */
  private static String canonical(String text, UnaryOperator<String> rewrite) {
    try {
      return rewrite.apply(text);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  static CheckpointException damaged(Path file, String found) {
    return new CheckpointException(file, "the checkpoint is damaged, " + found, "use another one");
  }

  private static Map<String, String> attributes(Map<String, String> metadata) {
    Map<String, String> attributes = new LinkedHashMap<>();
    metadata.forEach(
        (name, text) -> {
          if (name.startsWith(ATTRIBUTE)) {
            attributes.put(name.substring(ATTRIBUTE.length()), text);
          }
        });
    return attributes;
  }

  private static String required(Map<String, String> metadata, String key) throws IOException {
    String text = metadata.get(key);
    if (text == null) {
      throw new IOException("its metadata has no '" + key + "'");
    }
    return text;
  }

  private static String step(StepState step) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("step", step.step());
    fields.put("totalSteps", step.totalSteps());
    fields.put("learningRate", (double) step.learningRate());
    fields.put("key0", step.key0());
    fields.put("key1", step.key1());
    if (step.batches() != step.step()) {
      fields.put("batches", step.batches());
    }
    return Json.write(fields);
  }

  private static StepState step(String json) throws IOException {
    Fields fields = Fields.parse(json);
    int step = fields.integer("step", 0, Integer.MAX_VALUE);
    return new StepState(
        step,
        fields.integer("totalSteps", 1, Integer.MAX_VALUE),
        (float) fields.number("learningRate"),
        fields.integer("key0", Integer.MIN_VALUE, Integer.MAX_VALUE),
        fields.integer("key1", Integer.MIN_VALUE, Integer.MAX_VALUE),
        false,
        fields.has("batches") ? fields.integer("batches", 0, Integer.MAX_VALUE) : step);
  }
}
