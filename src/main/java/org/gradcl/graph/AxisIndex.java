package org.gradcl.graph;

import java.util.List;

/**
 * How one axis of a stored value is read, as a function of the axes of a domain: at a fixed index,
 * along an axis, or by a window. Immutable.
 *
 * <p>Numbers of axes count those of the operation's domain.
 */
public sealed interface AxisIndex {
  /** The axes of the domain that the index depends on. */
  List<Integer> axes();

  /**
   * One index for all elements.
   *
   * @param index from 0 to the axis's extent − 1
   */
  record Fixed(int index) implements AxisIndex {
    @Override
    public List<Integer> axes() {
      return List.of();
    }
  }

  /**
   * The index start + step · i, where i runs along an axis of the domain: the whole axis, a slice
   * of it, or either in reverse. It never leaves the stored axis.
   *
   * @param axis of the domain
   * @param start the index where i is 0
   * @param step 1, or −1 for the reverse order
   */
  record Along(int axis, int start, int step) implements AxisIndex {
    /**
     * Checks the step.
     *
     * @throws IllegalArgumentException if it is neither 1 nor −1
     */
    public Along {
      if (Math.abs(step) != 1) {
        throw new IllegalArgumentException(
            "A view goes along an axis in steps of 1 or -1, found "
                + step
                + "; read every so many indices by a window of one tap");
      }
    }

    @Override
    public List<Integer> axes() {
      return List.of(axis);
    }

    /**
     * This index as a function of another domain.
     *
     * @param index how the other domain reads the axis that this goes along
     */
    AxisIndex after(AxisIndex index) {
      if (index instanceof Fixed fixed) {
        return new Fixed(start + step * fixed.index());
      }
      if (index instanceof Along along) {
        return new Along(along.axis(), start + step * along.start(), step * along.step());
      }
      Window window = (Window) index;
      List<Term> terms =
          window.terms().stream().map(term -> new Term(term.axis(), step * term.factor())).toList();
      return new Window(
          terms,
          step * window.padding() - start * window.divisor(),
          window.divisor(),
          step > 0 ? start + window.first() : start - window.end() + 1,
          step > 0 ? start + window.end() : start - window.first() + 1);
    }
  }

  /**
   * One summand of a window's index.
   *
   * @param axis of the domain
   * @param factor what its index is multiplied by: a stride or a dilation, not 0
   */
  record Term(int axis, int factor) {}

  /**
   * The index (Σ factor · i − padding) / divisor. Where the division leaves a rest, or the index is
   * not from {@code first} to {@code end} − 1, the element is left out: it adds nothing to a sum,
   * and is not looked at for a maximum. An engine may multiply by a zero in a product instead,
   * which is the same as long as the other factor is finite; where that is infinite or NaN, the sum
   * may be NaN or what the other terms make of it.
   *
   * <p>With an output index o and a tap k this is the window of a convolution, (o · stride + k ·
   * dilation − padding) / divisor, where a divisor above 1 spreads the stored axis by zeros. Solved
   * for o it is a window again, which is what a gradient reads: the set is closed.
   *
   * @param terms each over an axis of its own
   * @param padding subtracted from the sum
   * @param divisor at least 1
   * @param first the lowest index that is read
   * @param end the index behind the last that is read; beyond the axis's extent it stands for that
   */
  record Window(List<Term> terms, int padding, int divisor, int first, int end)
      implements AxisIndex {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if the divisor is below 1 or a factor is 0
     */
    public Window {
      terms = List.copyOf(terms);
      if (divisor < 1 || terms.stream().anyMatch(term -> term.factor() == 0)) {
        throw new IllegalArgumentException(
            "A window has a divisor of at least 1 and no factor of 0, found "
                + terms
                + " / "
                + divisor);
      }
    }

    @Override
    public List<Integer> axes() {
      return terms.stream().map(Term::axis).toList();
    }

    /** The same with an end within an axis of this extent. */
    Window within(int extent) {
      return new Window(terms, padding, divisor, Math.max(0, first), Math.min(end, extent));
    }

    /** Whether nothing but the stored axis bounds the index. */
    boolean readsWhole(int extent) {
      return first <= 0 && end >= extent;
    }
  }

  /** The whole stored axis, along an axis of the domain of the same extent. */
  static AxisIndex along(int axis) {
    return new Along(axis, 0, 1);
  }

  /**
   * The window of a convolution: output · stride + tap · dilation − padding.
   *
   * @param output the domain's axis of positions
   * @param tap the domain's axis of the kernel
   * @param stride between positions, at least 1
   * @param dilation between taps, at least 1
   * @param padding zeros before the stored axis
   */
  static AxisIndex window(int output, int tap, int stride, int dilation, int padding) {
    return spreadWindow(output, tap, stride, dilation, padding, 1);
  }

  /** The same over a stored axis with divisor − 1 zeros between its neighbours. */
  static AxisIndex spreadWindow(
      int output, int tap, int stride, int dilation, int padding, int divisor) {
    List<Term> terms = List.of(new Term(output, stride), new Term(tap, dilation));
    return new Window(terms, padding, divisor, 0, Integer.MAX_VALUE);
  }
}
