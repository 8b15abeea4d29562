package org.gradcl.cli.bench;

import java.util.Locale;
import java.util.Map;
import org.gradcl.backend.Device;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Role;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * C = op(A)·op(B) of matrices that lie on the device, packing included; C is m × n, the inner
 * extent k.
 *
 * @param m rows of C
 * @param n columns of C
 * @param k inner extent
 * @param transposeA whether op(A) = Aᵀ, so that A lies as k × m
 * @param transposeB whether op(B) = Bᵀ, so that B lies as n × k
 */
record MatrixProductWorkload(int m, int n, int k, boolean transposeA, boolean transposeB)
    implements Workload {
  private static final double TOLERANCE = 1e-5;

  /** Multiply-adds in float64 that a check may take, unless one row takes more. */
  private static final long CHECKED_WORK = 1L << 27;

  /** Such as {@code matmul-nn-512} or {@code matmul-nt-128x512x784}, which is m × n × k. */
  @Override
  public String name() {
    String extents = isCube() ? Integer.toString(m) : m + "x" + n + "x" + k;
    return "matmul-" + form().toLowerCase(Locale.ROOT) + "-" + extents;
  }

  @Override
  public String description() {
    return (isCube() ? m + "³" : m + " × " + n + " × " + k) + ", " + form();
  }

  @Override
  public String words() {
    return String.join(",", "product", m + "," + n + "," + k, form().toLowerCase(Locale.ROOT));
  }

  private boolean isCube() {
    return m == n && n == k;
  }

  private String form() {
    return (transposeA ? "T" : "N") + (transposeB ? "T" : "N");
  }

  @Override
  public double flops() {
    return 2.0 * m * n * k;
  }

  private Shape shapeOfA() {
    return transposeA ? Shape.of(k, m) : Shape.of(m, k);
  }

  private Shape shapeOfB() {
    return transposeB ? Shape.of(n, k) : Shape.of(k, n);
  }

  @Override
  public int samples() {
    return 1;
  }

  @Override
  public Session start(Device device) {
    return new ProductSession(device, graph(), this::check);
  }

  private StepGraph graph() {
    Graph graph = new Graph();
    Value a = graph.parameter("a", shapeOfA(), Role.FROZEN);
    Value b = graph.parameter("b", shapeOfB(), Role.FROZEN);
    return StepGraph.inference(
        graph, Map.of(ProductSession.OUTPUT, graph.matrixProduct(a, transposeA, b, transposeB)));
  }

  /** Of large products some rows are compared, spread over all of C. */
  private void check(float[] a, float[] b, float[] found) {
    int checkedRows = (int) Math.max(1, Math.min(m, CHECKED_WORK / ((long) n * k)));
    double[] row = new double[n];
    double[] wide = new double[n];
    for (int checked = 0; checked < checkedRows; checked++) {
      int i = (int) ((long) checked * m / checkedRows);
      for (int j = 0; j < n; j++) {
        row[j] = element(a, b, i, j);
        wide[j] = found[i * n + j];
      }
      WrongResultException.check(name() + ", row " + i, wide, row, TOLERANCE);
    }
  }

  private double element(float[] a, float[] b, int i, int j) {
    double sum = 0;
    for (int p = 0; p < k; p++) {
      sum += (double) a[transposeA ? p * m + i : i * k + p] * b[transposeB ? j * k + p : p * n + j];
    }
    return sum;
  }
}
