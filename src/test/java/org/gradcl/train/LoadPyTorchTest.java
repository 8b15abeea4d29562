package org.gradcl.train;

import java.io.IOException;
import java.util.Map;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.Value;
import org.gradcl.io.TensorMapping;
import org.gradcl.nn.ConvTranspose2d;
import org.gradcl.nn.LayerNorm;
import org.gradcl.nn.Model;
import org.gradcl.nn.MultiHeadAttention;
import org.gradcl.nn.Scope;
import org.gradcl.nn.Sequential;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

/** State dicts of PyTorch that the page of ten models does not have. */
class LoadPyTorchTest {
  /** Keys and values of other widths than the queries, some keys not seen. */
  private record CrossAttention() implements Model {
    @Override
    public Map<String, InputSpec> inputs() {
      return Map.of(
          "query", InputSpec.of(Shape.of(4, 8)),
          "key", InputSpec.of(Shape.of(7, 6)),
          "value", InputSpec.of(Shape.of(7, 5)),
          "padding", InputSpec.indices(Shape.of(7), 2));
    }

    @Override
    public Map<String, Value> append(Scope scope, Map<String, Value> inputs) {
      Value mixed =
          scope.within(
              "attention",
              "attention",
              inner ->
                  MultiHeadAttention.of(2)
                      .append(
                          inner,
                          inputs.get("query"),
                          inputs.get("key"),
                          inputs.get("value"),
                          inputs.get("padding")));
      return Map.of("prediction", mixed);
    }
  }

  @Test
  void projectionsOfTheirOwnKeepTheirNames() throws IOException {
    PyTorchExample.read("cross-attention")
        .requireSame(new CrossAttention(), TensorMapping.pytorch());
  }

  @Test
  void aNormOverImagesIsPermuted() throws IOException {
    PyTorchExample.read("image-norm")
        .requireSame(
            Sequential.ofInput(
                Shape.of(5, 6, 4),
                new LayerNorm(3, 1e-5, true),
                ConvTranspose2d.of(6, 3, 2).stride(2, 1).groups(2)),
            TensorMapping.pytorch()
                .rename("norm.*", "layer.0.*")
                .permute("norm.*", 1, 2, 0)
                .rename("up.*", "layer.1.*"));
  }
}
