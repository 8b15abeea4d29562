package org.gradcl.train.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.tensor.Shape;

/**
 * The comparison of the tensors of a file with the parameters of a model. Immutable.
 *
 * @param loaded parameters that now have the file's values, with their shapes, in the order of the
 *     layers
 * @param missing parameters without a tensor in the file, with their shapes; they keep their values
 * @param unexpected tensors that are no parameter of the model, by their names in the file, each
 *     with its element type and shape, such as {@code F32 [10, 64]}
 * @param mismatched parameters for which the file has a tensor of another shape; they keep their
 *     values
 */
public record LoadReport(
    Map<String, Shape> loaded,
    Map<String, Shape> missing,
    Map<String, String> unexpected,
    List<Mismatch> mismatched) {
  private static final int LISTED = 10;

  /**
   * A parameter and a tensor of its name but of another shape.
   *
   * @param parameter the name of both
   * @param shape of the parameter
   * @param tensor the tensor's name in the file
   * @param found the tensor's element type and shape, such as {@code F32 [10, 64]}
   */
  public record Mismatch(String parameter, Shape shape, String tensor, String found) {
    /** For example {@code layer.1.weight [1, 8] ('head.weight' F32 [10, 8])}. */
    @Override
    public String toString() {
      return parameter + " " + shape + " ('" + tensor + "' " + found + ")";
    }
  }

  /** Copies the maps and keeps their order. */
  public LoadReport {
    loaded = Collections.unmodifiableMap(new LinkedHashMap<>(loaded));
    missing = Collections.unmodifiableMap(new LinkedHashMap<>(missing));
    unexpected = Collections.unmodifiableMap(new LinkedHashMap<>(unexpected));
    mismatched = List.copyOf(mismatched);
  }

  /** {@return whether every parameter was loaded and every tensor of the file used} */
  public boolean isComplete() {
    return missing.isEmpty() && unexpected.isEmpty() && mismatched.isEmpty();
  }

  /**
   * For example {@code 3 loaded: layer.0.weight [8, 3], …; 1 missing: layer.1.bias [1]; 1
   * unexpected: 2.bias F32 [2]}.
   */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    parts.add(text(loaded.size(), "loaded", named(loaded)));
    parts.add(text(missing.size(), "missing", named(missing)));
    parts.add(text(unexpected.size(), "unexpected", named(unexpected)));
    parts.add(text(mismatched.size(), "of another shape", mismatched));
    parts.removeIf(String::isEmpty);
    return parts.isEmpty() ? "nothing to load" : String.join("; ", parts);
  }

  private static List<String> named(Map<String, ?> shapes) {
    return shapes.entrySet().stream().map(each -> each.getKey() + " " + each.getValue()).toList();
  }

  private static String text(int count, String what, Collection<?> all) {
    if (count == 0) {
      return "";
    }
    List<String> shown = new ArrayList<>();
    all.stream().limit(LISTED).forEach(each -> shown.add(each.toString()));
    return String.format(
        "%d %s: %s%s", count, what, String.join(", ", shown), count > LISTED ? ", …" : "");
  }
}
