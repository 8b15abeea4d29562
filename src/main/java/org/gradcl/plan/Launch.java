package org.gradcl.plan;

import java.util.List;
import java.util.Optional;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.graph.RowProgram.Combine;

/**
 * One entry of a plan: the work that a device does at once. Sizes are run-time arguments of a
 * kernel; only tapes (and a backend's tiles) are compiled into it.
 *
 * <p>The set is closed: a backend's visitor switches over {@link #kind()}, and over the class where
 * a kind has two.
 */
public sealed interface Launch {
  /** Its name for people, such as {@code layer.0 forward}; unique in the plan. */
  String name();

  /** The part of the step that it belongs to; decides which copy of the step record it reads. */
  Phase phase();

  /** Which kind this is. */
  LaunchKind kind();

  /** The formulas that it computes, for people. */
  String formula();

  /** Its extents for people: products as layout and m×n×k, such as {@code NT 128×64×26}. */
  default String shape() {
    return PlanTable.shape(this);
  }

  /** Whether it leaves checks of the gradients that it writes, for the update or clip launch. */
  default boolean checked() {
    return false;
  }

  /** The memory that it reads. */
  default List<View> reads() {
    return LaunchMemory.reads(this);
  }

  /** The memory that it writes. */
  default List<View> writes() {
    return LaunchMemory.writes(this);
  }

  /**
   * Floating-point operations: two for each multiply-add of a product, one for each other; what is
   * the same for all elements once. Checks of finiteness and the squares for the clip norm, which
   * the launches leave that write gradients, are not counted.
   */
  default long flops() {
    return LaunchArithmetic.flops(this);
  }

  /** The least bytes moved: each view read or written once; checks and the step record are not. */
  default long bytes() {
    return LaunchMemory.bytes(this);
  }

  /**
   * C = op(A) · op(B), then an epilogue for each element of C.
   *
   * @param m rows of C
   * @param n columns of C
   * @param k inner extent
   * @param batch number of matrices, usually 1
   * @param transposeA whether A is stored k × m
   * @param transposeB whether B is stored n × k
   * @param operands of the epilogue
   * @param epilogue over {@link #PRODUCT} and the operands
   * @param stores where the epilogue's outputs go
   * @param rowSums where the sums of op(A)'s rows go (m numbers: the bias gradient), if wanted
   * @param checked whether this launch leaves checks of what it stores for the update or clip
   *     launch
   */
  record Matmul(
      String name,
      Phase phase,
      String formula,
      int m,
      int n,
      int k,
      int batch,
      View a,
      boolean transposeA,
      View b,
      boolean transposeB,
      List<Operand> operands,
      Tape epilogue,
      List<Store> stores,
      Optional<View> rowSums,
      boolean checked)
      implements Launch {
    /** The variable of the epilogue that stands for the element of the product. */
    public static final String PRODUCT = "product";

    /** Copies the lists. */
    public Matmul {
      operands = List.copyOf(operands);
      stores = List.copyOf(stores);
    }

    @Override
    public LaunchKind kind() {
      return LaunchKind.MATMUL;
    }
  }

  /**
   * Scalar expressions for each element of rows × columns.
   *
   * @param operands of the tape
   * @param tape what is computed
   * @param stores where full-sized results go
   * @param sums what is summed over all elements
   * @param beginsStep whether this is the loss launch, which copies the step record's {@code next}
   *     to {@code current}
   * @param checked whether this launch leaves checks of what it stores in {@link Region#GRADIENT}
   */
  record MapElements(
      String name,
      Phase phase,
      String formula,
      int rows,
      int columns,
      List<Operand> operands,
      Tape tape,
      List<Store> stores,
      List<PartialSum> sums,
      boolean beginsStep,
      boolean checked)
      implements Launch {
    /** Copies the lists. */
    public MapElements {
      operands = List.copyOf(operands);
      stores = List.copyOf(stores);
      sums = List.copyOf(sums);
    }

    @Override
    public LaunchKind kind() {
      return LaunchKind.MAP;
    }
  }

  /**
   * Reductions over the columns of each row, then expressions an element and a row.
   *
   * <p>Each reduction's {@code element} is a tape of one output over the operands and the results
   * of earlier reductions, whose variables are {@code r0, r1, …} as in {@code RowProgram.reduced}.
   *
   * @param operands of all tapes
   * @param reductions in order
   * @param elements over operands and reductions: what is stored an element
   * @param stores where full-sized results go, by outputs of {@code elements}
   * @param rowTape over per-row operands and reductions: what is computed once a row
   * @param rowStores where per-row results go (views of one column and {@code rows} rows), by
   *     outputs of {@code rowTape}
   * @param sums what is summed over all rows, by outputs of {@code rowTape}
   * @param beginsStep whether this is the loss launch, which copies the step record's {@code next}
   *     to {@code current}
   * @param checked whether this launch leaves checks of what it stores in {@link Region#GRADIENT}
   */
  record Rows(
      String name,
      Phase phase,
      String formula,
      int rows,
      int columns,
      List<Operand> operands,
      List<LoweredReduction> reductions,
      Tape elements,
      List<Store> stores,
      Tape rowTape,
      List<Store> rowStores,
      List<PartialSum> sums,
      boolean beginsStep,
      boolean checked)
      implements Launch {

    /**
     * One reduction.
     *
     * @param combine how elements are combined
     * @param element a tape of one output
     */
    public record LoweredReduction(Combine combine, Tape element) {}

    /** Copies the lists. */
    public Rows {
      operands = List.copyOf(operands);
      reductions = List.copyOf(reductions);
      stores = List.copyOf(stores);
      rowStores = List.copyOf(rowStores);
      sums = List.copyOf(sums);
    }

    @Override
    public LaunchKind kind() {
      return LaunchKind.ROW;
    }
  }

  /**
   * The sum of each column of a matrix.
   *
   * @param input rows × columns
   * @param store one row of {@code columns} numbers
   * @param checked whether this launch leaves checks of what it stores
   */
  record ColumnSums(
      String name, Phase phase, String formula, View input, View store, boolean checked)
      implements Launch {
    @Override
    public LaunchKind kind() {
      return LaunchKind.REDUCE;
    }
  }

  /**
   * The global norm of all gradients, from the checks left by the launches that wrote them, in a
   * fixed order; writes only {@code current.clipScale} = min(1, limit / (norm + 1e-6)).
   *
   * <p>Source: PyTorch, {@code torch.nn.utils.clip_grad_norm_}.
   *
   * @param limit the largest norm
   * @param gradients all gradients, as one view
   */
  record Clip(String name, Phase phase, String formula, float limit, View gradients)
      implements Launch {
    @Override
    public LaunchKind kind() {
      return LaunchKind.REDUCE;
    }
  }

  /**
   * The update of all learnt parameters, in place, and the step record of the next step.
   *
   * <p>First reduces the checks left by this step's launches in a fixed order. If one is not
   * finite, nothing is written but {@code next.status}. Reads {@code current}, writes {@code next}:
   * step + 1 and the learning rate of that step by {@code learningRate}.
   *
   * @param elements the number of learnt parameters with alignment gaps
   * @param tape over {@code parameter}, {@code gradient}, the slots' names and the step record's
   *     fields ({@code clipScale} among them where a clip launch went before); the first output is
   *     the new parameter, the others the new slots in order
   * @param slots the names of the slots, in the order of {@link Region#SLOT}
   * @param learningRate a tape of one output over {@code step} and {@code totalSteps}
   */
  record Update(
      String name,
      Phase phase,
      String formula,
      int elements,
      Tape tape,
      List<String> slots,
      Tape learningRate)
      implements Launch {
    /** Copies the list. */
    public Update {
      slots = List.copyOf(slots);
    }

    @Override
    public LaunchKind kind() {
      return LaunchKind.UPDATE;
    }
  }
}
