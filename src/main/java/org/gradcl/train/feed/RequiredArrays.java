package org.gradcl.train.feed;

import java.util.List;
import java.util.function.Supplier;
import org.gradcl.data.BatchSource;
import org.gradcl.loss.Loss;
import org.gradcl.nn.Sequential;
import org.gradcl.tensor.Shape;

/**
 * The arrays that are read of each sample: by a model, and by a loss that judges it.
 *
 * @param all arrays, of different names
 * @param ofIndices those of them that hold indices
 */
public record RequiredArrays(List<RequiredArray> all, List<RequiredArray> ofIndices) {

  /** Copies the lists. */
  public RequiredArrays {
    all = List.copyOf(all);
    ofIndices = List.copyOf(ofIndices);
  }

  /** {@return these arrays} */
  public static RequiredArrays of(List<RequiredArray> arrays) {
    return new RequiredArrays(
        arrays, arrays.stream().filter(array -> array.indices().isPresent()).toList());
  }

  /** {@return what a model reads to predict} */
  public static RequiredArrays toPredict(Sequential model) {
    return of(List.of(input(model)));
  }

  /** {@return what a model and its loss read to train} */
  public static RequiredArrays toTrain(Sequential model, Loss loss) {
    return of(List.of(input(model), target(model, loss)));
  }

  /**
   * {@return what a model and its loss read in an evaluation, where a target may be {@link
   * BatchSource#UNSEEN_CLASS}}
   */
  public static RequiredArrays toJudge(Sequential model, Loss loss) {
    return of(List.of(input(model), target(model, loss).orIndex(BatchSource.UNSEEN_CLASS)));
  }

  private static RequiredArray input(Sequential model) {
    return RequiredArray.ofNumbers(
        BatchSource.INPUT,
        model.inputShape(),
        () -> String.format("layer.0 (%s)", model.layers().get(0).describe()));
  }

  private static RequiredArray target(Sequential model, Loss loss) {
    Shape shape = loss.targetShape(model.outputShape());
    Supplier<String> reader =
        () ->
            String.format(
                "The loss %s of a model that yields %s", loss.describe(), model.outputShape());
    // One number for a row of logits is the index of a class.
    return model.outputShape().rank() == 1 && shape.rank() == 0
        ? RequiredArray.ofIndices(
            BatchSource.TARGET, shape, reader, IndexRange.ofClasses(model.outputShape().columns()))
        : RequiredArray.ofNumbers(BatchSource.TARGET, shape, reader);
  }
}
