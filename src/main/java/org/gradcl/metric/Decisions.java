package org.gradcl.metric;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.select;

import java.util.List;
import java.util.OptionalInt;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.Operation.Sum.Extent;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * What metrics of decisions share. Logits {@code [batch, …, classes]} with class indices {@code
 * [batch, …]} decide for the first of the largest logits; logits of the target's shape decide each
 * element for itself, for one where they are above 0.
 */
final class Decisions {
  // Larger than any column, and exact in float32.
  private static final double NO_COLUMN = 1L << 30;

  private Decisions() {}

  /** Whether targets are the indices of classes, which lie along the prediction's last axis. */
  static boolean byClass(Shape prediction, Shape target) {
    return prediction.rank() > 0 && target.equals(prediction.leading(prediction.rank() - 1));
  }

  static void requireClasses(String name, Shape prediction, Shape target) {
    if (!byClass(prediction, target)) {
      throw new ShapeMismatchException(
          String.format(
              "The metric %s takes logits [..., classes] with class indices [...]; a sample's"
                  + " prediction has shape %s and its target %s",
              name, prediction, target));
    }
  }

  static void requireDecisions(String name, Shape prediction, Shape target, OptionalInt ignored) {
    if (ignored.isPresent()) {
      requireClasses(name, prediction, target);
    } else if (!byClass(prediction, target) && !prediction.equals(target)) {
      throw new ShapeMismatchException(
          String.format(
              "The metric %s takes logits [..., classes] with class indices [...], or logits and"
                  + " targets of one shape; a sample's prediction has shape %s and its target %s",
              name, prediction, target));
    }
  }

  /** The first column of the largest logit, no column at all where a logit is NaN. */
  static Value chosen(Graph graph, Value logits) {
    int last = logits.shape().rank() - 1;
    Expr z = MapElements.variable(0);
    Expr first = select(z.equalTo(RowProgram.reduced(0)), Expr.index(last), constant(NO_COLUMN));
    RowProgram program =
        new RowProgram(
            List.of(RowReduction.maximum(z), RowReduction.minimum(first)),
            RowProgram.reduced(1),
            true);
    return graph.rows(logits.shape(), program, List.of(logits));
  }

  /** Columns as 1 among zeros, {@code [..., classes]}; a row of zeros where a target is ignored. */
  static Value oneHot(Graph graph, Shape domain, Value columns, Value target, OptionalInt ignored) {
    Expr is = indicator(Expr.index(domain.rank() - 1).equalTo(MapElements.variable(0)));
    return graph.mapViews(
        domain,
        ifCounted(MapElements.variable(1), ignored, is, constant(0)),
        List.of(IndexedValue.whole(columns), IndexedValue.whole(target)));
  }

  /** A choice by a target. */
  static Expr ifCounted(Expr target, OptionalInt ignored, Expr counted, Expr otherwise) {
    return ignored.isEmpty()
        ? counted
        : select(target.equalTo(constant(ignored.getAsInt())), otherwise, counted);
  }

  /** The number of targets that are not ignored, a sum over a batch. */
  static Value counted(Graph graph, Value target, OptionalInt ignored) {
    return graph.sum(
        graph.map(target, t -> ifCounted(t, ignored, constant(1), constant(0))), Extent.ALL);
  }

  /** 1 where a condition holds, else 0. */
  static Expr indicator(Expr condition) {
    return select(condition, constant(1), constant(0));
  }

  /** Reads {@code ignore_index}. */
  static OptionalInt ignored(Description settings) {
    String word = settings.word("ignore_index", "");
    if (word.isEmpty()) {
      return OptionalInt.empty();
    }
    double number = settings.number(word);
    if (number != (int) number) {
      throw new CatalogueException(
          "In '" + settings.text() + "' ignore_index is a whole number, found '" + word + "'");
    }
    return OptionalInt.of((int) number);
  }

  /** The setting of the text form, behind a blank; empty where nothing is ignored. */
  static String describe(OptionalInt ignored) {
    return ignored.isEmpty() ? "" : " ignore_index=" + ignored.getAsInt();
  }
}
