package org.gradcl.train.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradcl.io.SafetensorsContent;
import org.gradcl.io.SafetensorsReader;
import org.gradcl.io.SafetensorsWriter;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.Golden;
import org.gradcl.testing.LogCapture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a recorded run may look like, and how a wrong one is refused: by file and key. */
class RecordedTrajectoryTest {
  private static final String SPEC =
      "{'activations': ['identity'], 'batch': 1, 'batches': 1, 'dims': [1, 1], 'loss': 'mse',"
          + " 'name': 'seed-example', 'optimizer': {'lr': 0.5, 'name': 'sgd'}, 'seed': 3,"
          + " 'steps': 3}";

  @TempDir private Path folder;

  private static SafetensorsContent example() throws IOException {
    return SafetensorsReader.readAll(Golden.file("seed-example"));
  }

  private RecordedTrajectory read(String spec, Map<String, HostTensor> tensors) throws IOException {
    Path file = folder.resolve("case.safetensors");
    SafetensorsWriter.write(file, tensors.values(), Map.of("spec", spec.replace('\'', '"')));
    return RecordedTrajectory.read(file);
  }

  private RecordedTrajectory read(String spec) throws IOException {
    return read(spec, example().tensors());
  }

  private String optimizer(String settings) throws IOException {
    String spec = SPEC.replace("'lr': 0.5, 'name': 'sgd'", settings);
    return read(spec).step().optimizer().describe();
  }

  @Test
  void keysThatAreAbsentHavePytorchsDefaults() throws IOException {
    assertThat(optimizer("'name': 'sgd'"))
        .isEqualTo("sgd momentum=0 nesterov=false weight_decay=0 learning_rate=0.001");
    assertThat(optimizer("'name': 'adam'"))
        .isEqualTo("adam beta1=0.9 beta2=0.999 epsilon=1.0E-8 weight_decay=0 learning_rate=0.001");
    assertThat(optimizer("'name': 'adamw'"))
        .isEqualTo(
            "adamw beta1=0.9 beta2=0.999 epsilon=1.0E-8 weight_decay=0.01 learning_rate=0.001");
    assertThat(optimizer("'name': 'rmsprop'"))
        .isEqualTo(
            "rmsprop alpha=0.99 epsilon=1.0E-8 momentum=0 weight_decay=0 learning_rate=0.01");
    assertThat(optimizer("'name': 'adagrad'"))
        .isEqualTo("adagrad epsilon=1.0E-10 weight_decay=0 learning_rate=0.01");
    assertThat(read(SPEC.replace("'mse'", "'huber'")).step().objective().describe())
        .isEqualTo("huber delta=1 reduction=mean");
  }

  @Test
  void everySettingIsTaken() throws IOException {
    assertThat(
            optimizer(
                "'name': 'sgd', 'lr': 1, 'momentum': 0.9, 'nesterov': true,"
                    + " 'weight_decay': 0.1"))
        .isEqualTo("sgd momentum=0.9 nesterov=true weight_decay=0.1 learning_rate=1");
    assertThat(
            optimizer(
                "'name': 'adamw', 'beta1': 0.8, 'beta2': 0.9, 'eps': 1e-6," + " 'weight_decay': 0"))
        .isEqualTo("adamw beta1=0.8 beta2=0.9 epsilon=1.0E-6 weight_decay=0 learning_rate=0.001");
    assertThat(optimizer("'name': 'rmsprop', 'alpha': 0.5, 'momentum': 0.25, 'eps': 0.5"))
        .isEqualTo("rmsprop alpha=0.5 epsilon=0.5 momentum=0.25 weight_decay=0 learning_rate=0.01");
    assertThat(read(SPEC.replace("'seed'", "'clip_norm': 2, 'seed'")).step().optimizer().clipNorm())
        .hasValue(2);
    String huber = SPEC.replace("'mse'", "'huber', 'delta': 0.25");
    assertThat(read(huber).step().objective().describe())
        .isEqualTo("huber delta=0.25 reduction=mean");
    assertThat(read(SPEC.replace("'mse'", "'mse_sum'")).step().objective().describe())
        .isEqualTo("mse scale=half reduction=sum");
  }

  /** PyTorch has settings that GradCL lacks; what is switched off needs none. */
  @Test
  void whatIsSwitchedOffMayBeUnknown() throws IOException {
    assertThat(optimizer("'name': 'sgd', 'dampening': 0, 'maximize': false, 'foreach': null"))
        .startsWith("sgd momentum=0 ");
  }

  @Test
  void aKeyThatHasNoEffectIsSaid() throws IOException {
    try (LogCapture log = LogCapture.of(TrajectoryFile.class)) {
      read(SPEC);
      assertThat(log.warnings()).isEmpty();
      read(SPEC.replace("'seed'", "'schedule': 'cosine', 'seed'"));
      assertThat(log.warnings()).hasSize(1).allMatch(line -> line.contains("'schedule'"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'dims': [1, 1]          | 'dim': [1, 1]                | lacks 'dims'
          'dims': [1, 1]          | 'dims': 1                    | 'dims' of its 'spec' is a list, found 1
          'dims': [1, 1]          | 'dims': ['a', 1]             | 'dims' of its 'spec' takes whole numbers of at least 1, found a
          'dims': [1, 1]          | 'dims': [1.5, 1]             | 'dims' of its 'spec' takes whole numbers of at least 1, found 1.5
          'dims': [1, 1]          | 'dims': [1, 0]               | 'dims' of its 'spec' takes whole numbers of at least 1, found 0
          'dims': [1, 1]          | 'dims': [1]                  | 1 'dims' and 1 'activations'
          'dims': [1, 1]          | 'dims': [1, 2]               | tensor 'init.0.weight' is FLOAT32 [1, 1]; by its 'spec' it must be FLOAT32 [2, 1]
          ['identity']            | []                           | 2 'dims' and 0 'activations'
          ['identity']            | [1]                          | 'activations' of its 'spec' holds texts, found 1
          ['identity']            | ['rellu']                    | No activation is named 'rellu'; known are identity
          'mse'                   | 'l2'                         | No loss is named 'l2'; known are mse
          'mse'                   | 'huber', 'delta': 'x'        | 'delta' of its 'spec' is a number, found x
          'mse'                   | 'huber', 'delta': 0          | delta must be above 0 and finite, found 0.0
          'mse'                   | 2                            | 'loss' of its 'spec' is a text, found 2
          'mse'                   | 'softmax_cross_entropy'      | at least two classes
          'batch': 1              | 'batch': 2                   | tensor 'x.0' is FLOAT32 [1, 1]; by its 'spec' it must be FLOAT32 [2, 1]
          'batches': 1            | 'batches': 2                 | no tensor 'x.1'
          'batches': 1            | 'batches': 0                 | 'batches' of its 'spec' takes whole numbers of at least 1, found 0
          'steps': 3              | 'steps': 4                   | tensor 'loss' is FLOAT64 [3]; by its 'spec' it must be FLOAT64 [4]
          'steps': 3              | 'steps': -1                  | 'steps' of its 'spec' takes whole numbers of at least 1, found -1
          'steps': 3              | 'steps': 1e10                | 'steps' of its 'spec' takes whole numbers of at least 1, found 1.0E10
          'steps': 3              | 'steps': 3, 'steps': 3       | Duplicate field 'steps'
          'steps': 3              | 'steps':                     | is not valid JSON
          'steps': 3}             | 'steps': 3} {}               | follows the end of the JSON text
          'steps': 3              | 'steps': 3, 'clip_norm': 'x' | 'clip_norm' of its 'spec' is a number, found x
          'steps': 3              | 'steps': 3, 'clip_norm': -1  | must be above 0, found -1
          'lr': 0.5               | 'lr': 'x'                    | a finite number is expected, found 'x'
          'lr': 0.5               | 'lr': -1                     | learning rate must be above 0, found -1
          'lr': 0.5               | 'dampening': 0.5             | no 'dampening', only [lr, eps, momentum
          'lr': 0.5               | 'beta1': 0.5                 | no setting 'beta1'
          'lr': 0.5               | 'nesterov': true             | Nesterov's momentum needs a momentum
          'lr': 0.5               | 'nesterov': 1                | is true or false, found '1'
          'name': 'sgd'           | 'name': 'adagrat'            | No optimiser is named 'adagrat'; known are sgd
          'name': 'sgd'           | 'kind': 'sgd'                | lacks 'optimizer.name'
          """)
  void aWrongDescriptionIsRefused(String right, String wrong, String message) throws IOException {
    assertThat(SPEC).contains(right);
    assertThatThrownBy(() -> read(SPEC.replace(right, wrong)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("case.safetensors: no recorded trajectory")
        .hasMessageContaining(message);
  }

  @Test
  void aWrongTensorIsRefused() throws IOException {
    Map<String, HostTensor> tensors = new LinkedHashMap<>(example().tensors());
    tensors.put("loss", HostTensor.of("loss", Shape.of(3), new float[3]));
    assertThatThrownBy(() -> read(SPEC, tensors))
        .hasMessageContaining("tensor 'loss' is FLOAT32 [3]; by its 'spec' it must be FLOAT64 [3]");
    tensors.remove("loss");
    assertThatThrownBy(() -> read(SPEC, tensors)).hasMessageContaining("no tensor 'loss'");
    Path file = folder.resolve("bare.safetensors");
    SafetensorsWriter.write(file, example().tensors().values(), Map.of());
    assertThatThrownBy(() -> RecordedTrajectory.read(file))
        .hasMessageContaining("bare.safetensors")
        .hasMessageContaining("no 'spec'");
  }
}
