package org.gradcl.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.gradcl.tensor.DataType;
import org.gradcl.tensor.HostTensor;
import org.gradcl.text.NamePattern;

/**
 * Names and layouts under which the tensors of a file are taken elsewhere: rules by patterns over
 * their names in the file, in which {@code *} stands for any characters, dots too, as few as
 * possible. Immutable.
 *
 * <pre>{@code
 * TensorMapping mapping = TensorMapping.pytorch()
 *     .rename("features.0.*", "stem.*")
 *     .rename("blocks.*.mlp.2.*", "blocks.*.mlp.1.*")
 *     .squeeze("pos_embedding")
 *     .leaveOut("head.*");
 * }</pre>
 *
 * <p>Of the rules that rename and leave out, the first that matches a name counts; a name that none
 * matches stays. Of those that change axes, all that match are applied, in order. A rule that
 * counts for no tensor of a file is refused when the file is read, since it is a mistake or has
 * become one.
 */
public final class TensorMapping {
  /**
   * A rule that gives another name, or none.
   *
   * @param mayBeIdle whether a file may have no tensor for it
   */
  private record Renaming(NamePattern pattern, Optional<String> name, boolean mayBeIdle) {
    @Override
    public String toString() {
      return name.map(n -> "rename(\"" + pattern.text() + "\", \"" + n + "\")")
          .orElse("leaveOut(\"" + pattern.text() + "\")");
    }
  }

  private final UnaryOperator<String> others;
  private final List<Renaming> renamings;
  private final List<AxisRule> axisRules;

  private TensorMapping(
      UnaryOperator<String> others, List<Renaming> renamings, List<AxisRule> axisRules) {
    this.others = others;
    this.renamings = List.copyOf(renamings);
    this.axisRules = List.copyOf(axisRules);
  }

  /** {@return a mapping without rules: tensors keep names and layouts} */
  public static TensorMapping identity() {
    return of(UnaryOperator.identity());
  }

  /**
   * {@return a mapping by a function of names, which is asked for names that no rule matches}
   *
   * @param rename from a name in the file; null leaves the tensor out
   */
  public static TensorMapping of(UnaryOperator<String> rename) {
    return new TensorMapping(Objects.requireNonNull(rename, "rename"), List.of(), List.of());
  }

  /**
   * {@return the mapping of a {@code state_dict} of PyTorch, without the counters {@code
   * num_batches_tracked} of its batch norms, of which GradCL has none} Layouts of all layers here
   * are PyTorch's, so that often nothing else is needed than {@link #rename}.
   */
  public static TensorMapping pytorch() {
    return identity()
        .with(new Renaming(new NamePattern("*num_batches_tracked"), Optional.empty(), true));
  }

  /**
   * {@return this mapping with another name for the tensors of a pattern}
   *
   * @param pattern of names in the file, such as {@code features.0.*}
   * @param name the other name; its first {@code *} is what the pattern's first stands for, and so
   *     on
   * @throws IllegalArgumentException if the name has more stars than the pattern, or one is blank
   */
  public TensorMapping rename(String pattern, String name) {
    NamePattern names = pattern(pattern);
    names.requireStars(Objects.requireNonNull(name, "name"));
    return with(new Renaming(names, Optional.of(name), false));
  }

  /**
   * {@return this mapping without the tensors of a pattern}
   *
   * @param pattern of names in the file
   * @throws IllegalArgumentException if it is blank
   */
  public TensorMapping leaveOut(String pattern) {
    return with(new Renaming(pattern(pattern), Optional.empty(), false));
  }

  /**
   * {@return this mapping with the axes of some tensors in another order} For example {@code
   * permute("kernel", 1, 0)} transposes a matrix {@code [in, out]} of another system, and {@code
   * permute("norm.*", 1, 2, 0)} brings a norm's {@code [channels, height, width]} into the order
   * here.
   *
   * @param pattern of names in the file
   * @param axes axis j of the result is axis axes[j] of the tensor, counted from 0
   * @throws IllegalArgumentException if the pattern is blank, or the axes are not each of them once
   */
  public TensorMapping permute(String pattern, int... axes) {
    List<Integer> order = Arrays.stream(axes).boxed().toList();
    if (order.isEmpty()) {
      throw new IllegalArgumentException(
          "permute takes each axis once, counted from 0, found none for '" + pattern + "'");
    }
    return with(new AxisRule(pattern(pattern), order));
  }

  /**
   * {@return this mapping with some tensors without their axes of extent 1} For example a table of
   * positions {@code [1, time, features]} becomes {@code [time, features]}.
   *
   * @param pattern of names in the file
   * @throws IllegalArgumentException if it is blank
   */
  public TensorMapping squeeze(String pattern) {
    return with(new AxisRule(pattern(pattern), List.of()));
  }

  private static NamePattern pattern(String text) {
    return new NamePattern(Objects.requireNonNull(text, "pattern"));
  }

  private TensorMapping with(Renaming rule) {
    List<Renaming> more = new ArrayList<>(renamings);
    more.add(rule);
    return new TensorMapping(others, more, axisRules);
  }

  private TensorMapping with(AxisRule rule) {
    List<AxisRule> more = new ArrayList<>(axisRules);
    more.add(rule);
    return new TensorMapping(others, renamings, more);
  }

  /**
   * {@return the name under which a tensor is taken; empty if it is left out}
   *
   * @param tensor its name in the file
   */
  public Optional<String> name(String tensor) {
    return renaming(tensor)
        .map(rule -> rule.name().flatMap(name -> rule.pattern().rename(tensor, name)))
        .orElseGet(() -> Optional.ofNullable(others.apply(tensor)));
  }

  private Optional<Renaming> renaming(String tensor) {
    return renamings.stream().filter(rule -> rule.pattern().matches(tensor)).findFirst();
  }

  /**
   * {@return the extents with which a tensor is taken}
   *
   * @param tensor its name in the file
   * @param extents in the file, outermost first
   * @throws IllegalArgumentException if a rule permutes another number of axes
   */
  public long[] extents(String tensor, long[] extents) {
    long[] taken = extents.clone();
    for (AxisRule rule : axisRules) {
      if (rule.pattern().matches(tensor)) {
        taken = rule.extents(tensor, taken);
      }
    }
    return taken;
  }

  /**
   * {@return a tensor as it is taken, without its name} Where no axis changes, the numbers are
   * shared.
   *
   * @param tensor {@link DataType#FLOAT32}, with its name in the file
   * @throws IllegalArgumentException as {@link #extents} throws it
   */
  public HostTensor apply(HostTensor tensor) {
    HostTensor taken = tensor;
    for (AxisRule rule : axisRules) {
      if (rule.pattern().matches(tensor.name())) {
        taken = rule.apply(taken);
      }
    }
    return taken;
  }

  /**
   * {@return the rules that count for none of a file's tensors, as they are written in Java}
   *
   * @param tensors all names in the file
   */
  public List<String> idleRules(Collection<String> tensors) {
    List<Object> idle = new ArrayList<>(renamings);
    renamings.stream().filter(Renaming::mayBeIdle).forEach(idle::remove);
    tensors.forEach(tensor -> renaming(tensor).ifPresent(idle::remove));
    axisRules.stream()
        .filter(rule -> tensors.stream().noneMatch(rule.pattern()::matches))
        .forEach(idle::add);
    return idle.stream().map(Object::toString).toList();
  }
}
