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
import org.gradcl.testing.Golden;
import org.gradcl.testing.LogCapture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a wrong description of a graph of layers is refused: by the node, or by file and key. */
class GraphFileTest {
  private static final String CONVOLUTIONS = "max-and-average-pool-label-smoothing";

  @TempDir private Path folder;

  private void read(String name, String right, String wrong) throws IOException {
    SafetensorsContent content = SafetensorsReader.readAll(Golden.fileOfGraph(name));
    String spec = content.metadata().get("spec");
    assertThat(spec).contains(right);
    write(content.tensors(), spec.replace(right, wrong));
  }

  private RecordedTrajectory write(Map<String, HostTensor> tensors, String spec)
      throws IOException {
    Path file = folder.resolve("case.safetensors");
    SafetensorsWriter.write(file, tensors.values(), Map.of("spec", spec));
    return RecordedTrajectory.read(file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '@',
      textBlock =
          """
          "op": "tanh"                   | "op": "tang"                 | node 'tanh_1': GradCL has no operation 'tang', but [dense, embedding
          "kernel": [3, 2]               | "kernel": [3]                | node 'max_pool2d_1': 'model.nodes[1].kernel' of its 'spec' has 2 numbers, found [3]
          "kernel": [3, 2]               | "kernel": 3                  | node 'max_pool2d_1': 'model.nodes[1].kernel' of its 'spec' is a list, found 3
          "kernel": [3, 2],              |                              | node 'max_pool2d_1': its 'spec' lacks 'model.nodes[1].kernel'
          "kernel": [3, 2]               | "kernel": [3, 2], "ceil": 1  | node 'max_pool2d_1': GradCL does not know {ceil=1
          "inputs": ["tanh_1"]           | "inputs": ["tanh_2"]         | node 'avg_pool2d_1': it reads 'tanh_2', but before it there are [conv1, image, max_pool2d_1, tanh_1]
          "inputs": ["concat_1"]         | "inputs": []                 | node 'adaptive_avg_pool2d_1': adaptive_avg_pool2d reads one value, found []
          "inputs": ["concat_1"]         | "inputs": ["image", "image"] | adaptive_avg_pool2d reads one value, found [image, image]
          "inputs": ["avg_pool2d_1", "avg_pool2d_2"] | "inputs": [] | node 'concat_1': concat reads at least one value, found []
          "name": "tanh_1"               | "name": "image"              | node 'image': there is another value of this name
          "op": "flatten"                | "shares": "conv", "op": "flatten" | node 'flatten_1': it shares 'conv', but the nodes before it are [conv1, max_pool2d_1
          "axis": 1                      | "axis": 5                    | concat_1: values of 4 axes are joined along the axes 1 to 3, asked for 5
          "size": [1, 2]                 | "size": [1, 3]               | adaptive_avg_pool2d_1
          "shape": [16]                  | "shape": [4, 4]              | node 'flatten_1', flatten of [adaptive_avg_pool2d_1], has samples of [4, 4] by its 'spec', found [16]
          "units": 4                     | "units": 5                   | node 'head', dense of [flatten_1], has samples of [4] by its 'spec', found [5]
          "out_channels": 4              | "out_channels": 0            | node 'conv1': 'model.nodes[0].out_channels' of its 'spec' takes whole numbers of at least 1, found 0
          "outputs": ["head"]            | "outputs": ["tail"]          | output 'tail' is no node; the nodes are [conv1
          "target": "head"               | "target": "tail"             | its loss has no target 'tail'; there are [head]
          "target": "head"               | "targets": "head"            | lacks 'losses[0].target'
          "label_smoothing": 0.1         | "sample_weights": "image2"   | its loss has no input of weights 'image2'; there are [image]
          "label_smoothing": 0.1         | "label_smoothing": 1.5       | its loss can't be used: In 'softmax_cross_entropy label_smoothing=1.5': Label smoothing is from 0 to below 1, found 1.5
          "label_smoothing": 0.1         | "smoothing": 0.1             | no setting 'smoothing'
          """)
  void aWrongDescriptionIsRefused(String right, String wrong, String message) {
    assertThatThrownBy(() -> read(CONVOLUTIONS, right, wrong == null ? "" : wrong))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("case.safetensors: no recorded trajectory")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '@',
      textBlock =
          """
          cross-attention-slice-mae-radam | ["query", "memory", "memory"] | ["query", "memory"] | node 'attention': multi_head_attention reads one value, or queries, keys and values, found [query, memory]
          cross-attention-slice-mae-radam | "heads": 3                    | "heads": 4          | attention
          cross-attention-slice-mae-radam | "axis": 1                     | "axis": 3           | , 3, 6] has the axes 0 to 2, asked for 3
          lstm-last-adam                  | "return": "last"              | "return": "first"   | node 'lstm': a recurrent layer yields 'last' or 'sequence', found first
          """)
  void aWrongNodeIsRefused(String name, String right, String wrong, String message) {
    assertThatThrownBy(() -> read(name, right, wrong))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("case.safetensors: no recorded trajectory")
        .hasMessageContaining(message);
  }

  @Test
  void tensorsAreThereForEveryParameterAndNoOther() throws IOException {
    SafetensorsContent content = SafetensorsReader.readAll(Golden.fileOfGraph(CONVOLUTIONS));
    String spec = content.metadata().get("spec");
    for (String name : new String[] {"init.conv1.bias", "grad.0.conv1.bias", "x.1.image"}) {
      Map<String, HostTensor> tensors = new LinkedHashMap<>(content.tensors());
      tensors.remove(name);
      assertThatThrownBy(() -> write(tensors, spec))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("there is no tensor '" + name + "'");
    }
    try (LogCapture log = LogCapture.of(TrajectoryFile.class)) {
      write(content.tensors(), spec);
      assertThat(log.warnings()).isEmpty();
      Map<String, HostTensor> more = new LinkedHashMap<>(content.tensors());
      HostTensor bias = more.get("init.conv1.bias");
      more.put("init.conv2.bias", HostTensor.of("init.conv2.bias", bias.shape(), bias.floats()));
      write(more, spec);
      assertThat(log.warnings()).hasSize(1).allMatch(line -> line.contains("[init.conv2.bias]"));
    }
  }
}
