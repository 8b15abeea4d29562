package org.gradcl.reference;

import java.util.function.Function;
import org.gradcl.graph.Operation;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/** C = op(A) · op(B) by its definition. */
final class ProductEvaluator {
  private ProductEvaluator() {}

  static double[] of(Operation.MatrixProduct product, Function<Value, double[]> values) {
    Shape a = product.a().shape();
    Shape b = product.b().shape();
    boolean ta = product.transposeA();
    boolean tb = product.transposeB();
    int batch = a.rank() == 3 ? a.extent(0) : 1;
    int m = a.extent(ta ? -1 : -2);
    int k = a.extent(ta ? -2 : -1);
    int n = b.extent(tb ? -2 : -1);
    double[] x = values.apply(product.a());
    double[] y = values.apply(product.b());
    double[] c = new double[batch * m * n];
    for (int matrix = 0; matrix < batch; matrix++) {
      for (int i = 0; i < m; i++) {
        for (int p = 0; p < k; p++) {
          double left = x[matrix * m * k + (ta ? p * m + i : i * k + p)];
          for (int j = 0; j < n; j++) {
            double right = y[matrix * k * n + (tb ? j * k + p : p * n + j)];
            c[(matrix * m + i) * n + j] += left * right;
          }
        }
      }
    }
    return c;
  }
}
