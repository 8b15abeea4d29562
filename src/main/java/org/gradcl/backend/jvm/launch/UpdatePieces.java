package org.gradcl.backend.jvm.launch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gradcl.plan.Place;

/**
 * The pieces of an update: long runs of parameters that lie within one tensor each, in the order of
 * their place within it. So a thread's share of them is the same part of each tensor that its share
 * of the tiles of a product is of the tensor's rows, and its core has written the gradient itself.
 */
final class UpdatePieces {
  /** Elements that are worth waking another thread for, at least. */
  private static final int LEAST = 16 * Block.ELEMENTS;

  /** Pieces that keep any number of threads busy; beyond, they grow, to be long runs of memory. */
  private static final int ENOUGH = 128;

  /**
   * A piece.
   *
   * @param begin the first element
   * @param end behind the last
   * @param position of the first element within its tensor, from 0 to 1
   */
  private record Piece(int begin, int end, double position) {}

  private final Piece[] pieces;

  /**
   * The pieces of an update.
   *
   * @param elements of all parameters, with gaps
   * @param tensors where the parameters lie, in order
   */
  UpdatePieces(int elements, List<Place> tensors) {
    List<Piece> all = new ArrayList<>();
    if (elements <= LEAST || tensors.isEmpty()) {
      cut(0, elements, elements, all);
    }
    for (int t = 0; t < tensors.size() && elements > LEAST; t++) {
      int begin = tensors.get(t).base();
      int end = t + 1 < tensors.size() ? tensors.get(t + 1).base() : elements;
      cut(begin, end, elements, all);
    }
    all.sort(Comparator.comparingDouble(Piece::position).thenComparingInt(Piece::begin));
    pieces = all.toArray(Piece[]::new);
  }

  private static void cut(int from, int to, int elements, List<Piece> pieces) {
    int least = (elements + LEAST - 1) / LEAST;
    int length = LEAST * ((least + ENOUGH - 1) / ENOUGH);
    for (int begin = from; begin < to; begin += Math.min(length, to - begin)) {
      int end = begin + Math.min(length, to - begin);
      pieces.add(new Piece(begin, end, (double) (begin - from) / (to - from)));
    }
  }

  /** How many there are. */
  int count() {
    return pieces.length;
  }

  /** The first element of a piece. */
  int begin(int piece) {
    return pieces[piece].begin;
  }

  /** Behind the last element of a piece. */
  int end(int piece) {
    return pieces[piece].end;
  }
}
