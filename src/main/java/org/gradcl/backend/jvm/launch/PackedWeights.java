package org.gradcl.backend.jvm.launch;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradcl.backend.jvm.product.PackedMatrix;
import org.gradcl.backend.jvm.product.ProductScratch;
import org.gradcl.plan.Launch;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Plan;

/**
 * The weights of a state in the strips that products read: those that plans only read, from run to
 * run, and those that many products of a training step read, within it. Each matrix is there once,
 * whatever number of plans reads it. Not safe for use by several threads.
 */
public final class PackedWeights {
  /**
   * Products of a training step that read a matrix, at least: fewer pack it as fast for themselves.
   */
  private static final int LEAST_PRODUCTS_OF_A_STEP = 4;

  private static final class Entry {
    private final PackedMatrix matrix;
    private int users;

    Entry(PackedMatrix matrix) {
      this.matrix = matrix;
    }
  }

  private final Map<WeightMatrix, Entry> entries = new HashMap<>();
  private long version;

  /** The matrices that a plan would have kept. */
  public static List<WeightMatrix> of(Plan plan, ProductScratch scratch) {
    Map<WeightMatrix, Integer> products = new LinkedHashMap<>();
    for (Launch launch : plan.launches()) {
      if (launch instanceof MatmulLaunch matmul) {
        WeightMatrix.of(matmul, plan.trains(), scratch)
            .ifPresent(matrix -> products.merge(matrix, 1, Integer::sum));
      }
    }
    int least = plan.trains() ? LEAST_PRODUCTS_OF_A_STEP : 1;
    return products.keySet().stream().filter(matrix -> products.get(matrix) >= least).toList();
  }

  /** Bytes of some matrices. */
  public static long bytes(List<WeightMatrix> matrices) {
    return matrices.stream().mapToLong(WeightMatrix::bytes).sum();
  }

  /** Those of some matrices that are not kept yet. */
  public List<WeightMatrix> missing(List<WeightMatrix> matrices) {
    return matrices.stream().filter(matrix -> !entries.containsKey(matrix)).toList();
  }

  /**
   * Makes room for the matrices of a plan, until it leaves.
   *
   * @throws OutOfMemoryError if there is none; then nothing has changed
   */
  public void join(List<WeightMatrix> matrices) {
    Map<WeightMatrix, Entry> added = new HashMap<>();
    missing(matrices).forEach(key -> added.put(key, new Entry(new PackedMatrix(key.floats()))));
    entries.putAll(added);
    matrices.forEach(matrix -> entries.get(matrix).users++);
  }

  /** A plan that had joined is closed: what no other reads is given back. */
  public void leave(List<WeightMatrix> matrices) {
    for (WeightMatrix matrix : matrices) {
      if (--entries.get(matrix).users == 0) {
        entries.remove(matrix);
      }
    }
  }

  /** The weights are about to change, or have. */
  public void changed() {
    version++;
  }

  /** A number for what the weights are now. */
  long version() {
    return version;
  }

  /** The strips of a matrix, if a plan that had it kept has joined. */
  Optional<PackedMatrix> strips(WeightMatrix matrix) {
    return Optional.ofNullable(entries.get(matrix)).map(entry -> entry.matrix);
  }
}
