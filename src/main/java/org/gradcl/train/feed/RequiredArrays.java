package org.gradcl.train.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.gradcl.data.BatchSource;
import org.gradcl.graph.InputSpec;
import org.gradcl.nn.InputRange;
import org.gradcl.nn.Model;
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
  public static RequiredArrays toPredict(Model model) {
    List<RequiredArray> arrays = new ArrayList<>();
    List<InputRange> asked = model.inputRanges();
    new TreeMap<>(model.inputs())
        .forEach((name, spec) -> arrays.addAll(input(model, name, spec, asked)));
    return of(arrays);
  }

  /** An input as its blocks ask for it, and as the model does where that says more. */
  private static List<RequiredArray> input(
      Model model, String name, InputSpec spec, List<InputRange> asked) {
    RequiredArray stated = array(name, spec, () -> Samples.reader(model));
    List<RequiredArray> arrays = new ArrayList<>();
    for (InputRange range : asked) {
      if (range.input().equals(name)) {
        arrays.add(RequiredArray.ofIndices(name, spec.shape(), range::block, IndexRange.of(range)));
      }
    }
    if (arrays.isEmpty() || !saysNoMore(stated, arrays)) {
      arrays.add(stated);
    }
    return arrays;
  }

  private static boolean saysNoMore(RequiredArray stated, List<RequiredArray> asked) {
    return stated.indices().isEmpty()
        || asked.stream().anyMatch(a -> a.indices().get().isWithin(stated.indices().get()));
  }

  /** {@return what a model and its objective read to train} */
  public static RequiredArrays toTrain(BatchArrays arrays) {
    List<RequiredArray> all = new ArrayList<>(toPredict(arrays.model()).all());
    all.addAll(targets(arrays));
    return of(all);
  }

  /**
   * {@return what a model and its objective read in an evaluation, where a target may be {@link
   * BatchSource#UNSEEN_CLASS}}
   */
  public static RequiredArrays toJudge(BatchArrays arrays) {
    List<RequiredArray> all = new ArrayList<>(toPredict(arrays.model()).all());
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
