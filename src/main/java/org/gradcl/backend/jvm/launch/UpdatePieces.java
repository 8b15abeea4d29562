package org.gradcl.backend.jvm.launch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gradcl.plan.Place;
import org.gradcl.plan.UpdateRange;

/**
 * The pieces of the update of a range: long runs of parameters that lie within one tensor each, in
 * the order of their place within it. So a thread's share of them is the same part of each tensor
 * that its share of the tiles of a product is of the tensor's rows, and its core has written the
 * gradient itself.
 */
final class UpdatePieces {
  /** Elements that are worth waking another thread for, at least. */
  private static final int LEAST = 16 * ElementBlock.ELEMENTS;

  /** Pieces that keep any number of threads busy; beyond, they grow, to be long runs of memory. */
  private static final int ENOUGH = 128;

  /**
   * A piece.
   *
   * @param begin the first element, counted from that of the range
   * @param end behind the last
   * @param position of the first element within its tensor, from 0 to 1
   */
  private record Piece(int begin, int end, double position) {}

  private final Piece[] pieces;

  /**
   * The pieces of a range.
   *
   * @param updated where the tensors lie that the update changes, in order
   */
  UpdatePieces(UpdateRange range, List<Place> updated) {
    int elements = range.elements();
    List<Integer> begins =
        updated.stream()
            .map(Place::base)
            .filter(base -> base >= range.first() && base < range.end())
            .toList();
    List<Piece> all = new ArrayList<>();
    if (elements <= LEAST || begins.isEmpty()) {
      cut(0, elements, elements, all);
    }
    for (int t = 0; t < begins.size() && elements > LEAST; t++) {
      int begin = begins.get(t) - range.first();
      int end = t + 1 < begins.size() ? begins.get(t + 1) - range.first() : elements;
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
