package org.gradcl.train.parity;

import java.io.IOException;
import java.util.List;
import org.gradcl.nn.Block;
import org.gradcl.nn.Conv1d;
import org.gradcl.nn.Conv2d;
import org.gradcl.nn.ConvTranspose2d;

/** Reads the convolutions of a recorded model. */
final class RecordedConvolutions {
  private RecordedConvolutions() {}

  static Block conv1d(Specification node) throws IOException {
    Conv1d convolution =
        Conv1d.of(node.count("out_channels"), node.counts("kernel", 1).get(0))
            .stride(node.counts("stride", 1).get(0))
            .padding(node.integers("padding", 1).get(0))
            .dilation(node.counts("dilation", 1).get(0))
            .groups(node.count("groups"));
    return node.flag("bias", true) ? convolution : convolution.withoutBias();
  }

  static Conv2d conv2d(Specification node) throws IOException {
    List<Integer> kernel = node.counts("kernel", 2);
    List<Integer> stride = node.counts("stride", 2);
    List<Integer> padding = node.integers("padding", 2);
    List<Integer> dilation = node.counts("dilation", 2);
    Conv2d convolution =
        Conv2d.of(node.count("out_channels"), kernel.get(0), kernel.get(1))
            .stride(stride.get(0), stride.get(1))
            .padding(padding.get(0), padding.get(1))
            .dilation(dilation.get(0), dilation.get(1))
            .groups(node.count("groups"));
    return node.flag("bias", true) ? convolution : convolution.withoutBias();
  }

  /** It is told what a convolution is told, and what lies behind the last element. */
  static Block transposed(Specification node) throws IOException {
    return new ConvTranspose2d(conv2d(node).settings(), node.integers("output_padding", 2));
  }
}
