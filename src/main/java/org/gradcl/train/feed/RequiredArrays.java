package org.gradcl.train.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.gradcl.data.BatchSource;
import org.gradcl.graph.InputSpec;
import org.gradcl.nn.InputRange;
import org.gradcl.step.BatchArrays;
import org.gradcl.tensor.Shape;

/**
 * The arrays that are read of each sample: by a model, and by a loss that judges it.
 *
 * @param all arrays; one that several read for different things is there for each
 * @param ofIndices those of them that hold indices, or other whole numbers
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
  public static RequiredArrays toPredict(BatchArrays arrays) {
    return of(inputs(arrays));
  }

  private static List<RequiredArray> inputs(BatchArrays arrays) {
    List<RequiredArray> inputs = new ArrayList<>();
    arrays.inputs().forEach((name, spec) -> inputs.addAll(input(arrays, name, spec)));
    return inputs;
  }

  /** An input as its blocks ask for it, and as the model does where that says more. */
  private static List<RequiredArray> input(BatchArrays arrays, String name, InputSpec spec) {
    RequiredArray stated = array(name, spec, () -> Samples.reader(arrays.model()));
    List<RequiredArray> asked = new ArrayList<>();
    for (InputRange range : arrays.inputRanges()) {
      if (range.input().equals(name)) {
        asked.add(RequiredArray.ofIndices(name, spec.shape(), range::block, IndexRange.of(range)));
      }
    }
    if (asked.isEmpty() || !saysNoMore(stated, asked)) {
      asked.add(stated);
    }
    return asked;
  }

  private static boolean saysNoMore(RequiredArray stated, List<RequiredArray> asked) {
    return stated.indices().isEmpty()
        || asked.stream().anyMatch(a -> a.indices().get().isWithin(stated.indices().get()));
  }

  /** {@return what a model and its objective read to train} */
  public static RequiredArrays toTrain(BatchArrays arrays) {
    List<RequiredArray> all = new ArrayList<>(inputs(arrays));
    all.addAll(targets(arrays));
    return of(all);
  }

  /**
   * {@return what a model and its objective read in an evaluation, where a target may be {@link
   * BatchSource#UNSEEN_CLASS}}
   */
  public static RequiredArrays toJudge(BatchArrays arrays) {
    List<RequiredArray> all = new ArrayList<>(inputs(arrays));
    targets(arrays).forEach(target -> all.add(target.orIndex(BatchSource.UNSEEN_CLASS)));
    return of(all);
  }

  private static List<RequiredArray> targets(BatchArrays arrays) {
    List<RequiredArray> targets = new ArrayList<>();
    arrays.targets().forEach((name, spec) -> targets.add(array(name, spec, () -> judge(arrays))));
    return targets;
  }

  private static RequiredArray array(String name, InputSpec spec, Supplier<String> reader) {
    return spec.classes().isPresent()
        ? RequiredArray.ofIndices(name, spec.shape(), reader, IndexRange.of(spec))
        : RequiredArray.ofNumbers(name, spec.shape(), reader);
  }

  /** What reads the targets, for messages. */
  private static String judge(BatchArrays arrays) {
    Map<String, Shape> outputs = arrays.model().outputShapes();
    return String.format(
        "The loss %s of a model that yields %s",
        arrays.objective().orElseThrow().objective().describe(),
        outputs.size() == 1 ? outputs.values().iterator().next() : outputs);
  }
}
