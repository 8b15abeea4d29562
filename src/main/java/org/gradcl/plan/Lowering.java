package org.gradcl.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Operation;
import org.gradcl.graph.ProductAxis;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;

/** The third pass: each group as a launch, with its places, tapes and formula. */
final class Lowering {
  private final StepGraph step;
  private final Storage storage;
  private final Map<Value, String> names;

  Lowering(StepGraph step, Storage storage, Map<Value, String> names) {
    this.step = step;
    this.storage = storage;
    this.names = new HashMap<>(names);
  }

  Launch launch(Group group) {
    return switch (group.anchor()) {
      case PRODUCT -> matmul(group);
      case MAP -> map(group);
      case ROWS -> rows(group);
      case SCATTER -> scatter(group);
      case COLUMN_SUMS -> columnSums(group);
    };
  }

  private Launch matmul(Group group) {
    Operation.Product product = group.product();
    ProductLowering lowering = new ProductLowering(product);
    Expressions expressions = new Expressions(group, storage);
    List<Expr> results = new ArrayList<>();
    List<Store> stores = new ArrayList<>();
    storeMembers(group, expressions, results, stores);
    Tape epilogue = Tape.of(results);
    String formula =
        MatmulLaunch.PRODUCT + " = " + product.text(this::name) + assignments(group, expressions);
    if (group.rowSums() != null) {
      formula += "; " + name(group.rowSums()) + " = column sums of " + name(product.a().value());
    }
    return new MatmulLaunch(
        groupName(group),
        group.phase(),
        formula,
        lowering.count(ProductAxis.Kind.ROW),
        lowering.count(ProductAxis.Kind.COLUMN),
        lowering.count(ProductAxis.Kind.INNER),
        lowering.count(ProductAxis.Kind.BATCH),
        lowering.left(storage.place(product.a().value())),
        lowering.right(storage.place(product.b().value())),
        expressions.operands(List.of(epilogue)),
        epilogue,
        stores,
        Optional.ofNullable(group.rowSums()).map(storage::place),
        mode(group.rowSums() == null ? null : storage.place(group.rowSums())),
        storesGradients(group));
  }

  private Launch map(Group group) {
    Expressions expressions = new Expressions(group, storage);
    List<Expr> results = new ArrayList<>();
    List<Store> stores = new ArrayList<>();
    storeMembers(group, expressions, results, stores);
    List<BatchSum> sums = sums(group, expressions, results);
    Tape tape = Tape.of(results);
    return new MapLaunch(
        groupName(group),
        group.phase(),
        assignments(group, expressions).replaceFirst("^; ", ""),
        group.rows(),
        group.columns(),
        expressions.operands(List.of(tape)),
        tape,
        stores,
        sums,
        holdsLoss(group),
        storesGradients(group));
  }

  private Launch rows(Group group) {
    Expressions expressions = new Expressions(group, storage);
    List<Expr> elements = new ArrayList<>();
    List<Store> stores = new ArrayList<>();
    List<Expr> perRow = new ArrayList<>();
    List<Store> rowStores = new ArrayList<>();
    for (Value member : group.members()) {
      boolean row = group.isPerRow(member);
      Expr result = expressions.of(member);
      store(group, member, result, row ? perRow : elements, row ? rowStores : stores);
    }
    List<BatchSum> sums = sums(group, expressions, perRow);
    Tape elementTape = Tape.of(elements);
    Tape rowTape = Tape.of(perRow);
    List<RowLaunch.LoweredReduction> reductions = new ArrayList<>();
    List<Tape> tapes = new ArrayList<>(List.of(elementTape, rowTape));
    StringBuilder formula = new StringBuilder();
    Map<Expr, Expr> readable = expressions.readable(names);
    expressions
        .reductions()
        .forEach(
            placed -> {
              RowProgram.RowReduction reduction = placed.reduction();
              Tape tape = Tape.of(reduction.element());
              tapes.add(tape);
              formula.append(formula.length() == 0 ? "" : "; ");
              formula.append("r").append(reductions.size()).append(" = ");
              formula.append(reduction.combine().name().toLowerCase(Locale.ROOT));
              formula.append(" of ").append(reduction.element().replaceAll(readable));
              reductions.add(
                  new RowLaunch.LoweredReduction(
                      reduction.combine(), tape, expressions.windows(placed)));
            });
    return new RowLaunch(
        groupName(group),
        group.phase(),
        formula + assignments(group, expressions),
        group.rows(),
        group.columns(),
        expressions.operands(tapes),
        reductions,
        elementTape,
        stores,
        rowTape,
        rowStores,
        sums,
        holdsLoss(group),
        storesGradients(group));
  }

  private Launch scatter(Group group) {
    Value result = group.members().iterator().next();
    Operation.Scatter scatter = (Operation.Scatter) result.operation();
    int count = scatter.index().shape().elements();
    return new ScatterLaunch(
        groupName(group),
        group.phase(),
        name(result) + " = sums of " + name(scatter.values()) + " by " + name(scatter.index()),
        matrix(storage.place(scatter.index()), count),
        matrix(storage.place(scatter.values()), count),
        storage.places(result).stream()
            .map(place -> new Store(matrix(place, scatter.rows()), mode(place), 0))
            .toList(),
        storesGradients(group));
  }

  /** A place without gaps as so many rows. */
  private static Place matrix(Place place, int rows) {
    if (!place.isContiguous()) {
      throw new IllegalStateException(place + " has gaps");
    }
    return Place.matrix(place.region(), place.base(), rows, place.elements() / rows);
  }

  private Launch columnSums(Group group) {
    Value sum = group.members().iterator().next();
    Value summed = ((Operation.Sum) sum.operation()).operand();
    return new ColumnSumsLaunch(
        groupName(group),
        group.phase(),
        name(sum) + " = column sums of " + name(summed),
        storage.place(summed),
        storage.place(sum),
        mode(storage.place(sum)),
        storesGradients(group));
  }

  private void storeMembers(
      Group group, Expressions expressions, List<Expr> results, List<Store> stores) {
    for (Value member : group.members()) {
      store(group, member, expressions.of(member), results, stores);
    }
  }

  private void store(
      Group group, Value member, Expr result, List<Expr> results, List<Store> stores) {
    List<DomainPlace> places = storage.stores(member);
    for (DomainPlace place : places) {
      stores.add(new Store(placed(group, member, place), mode(place.stored()), results.size()));
    }
    if (!places.isEmpty()) {
      results.add(result);
    }
  }

  /** Gradients of later batches of a step are added to those of the first. */
  private Store.Mode mode(Place place) {
    boolean adds = place != null && !step.part().isFirst() && storage.isGradient(place);
    return adds ? Store.Mode.ADD : Store.Mode.STORE;
  }

  private static Place placed(Group group, Value member, DomainPlace place) {
    if (!group.isPerRow(member)) {
      return group.place(place);
    }
    List<Place.Axis> rows = place.axes(member.shape(), 0, member.shape().rank());
    List<Place.Axis> axes = new ArrayList<>(rows);
    axes.add(new Place.Axis(1, 1));
    return new Place(place.stored().region(), place.base(), axes, rows.size());
  }

  private List<BatchSum> sums(Group group, Expressions expressions, List<Expr> results) {
    List<BatchSum> sums = new ArrayList<>();
    for (Value sum : group.sums()) {
      Value summed = ((Operation.Sum) sum.operation()).operand();
      Expr result = expressions.of(summed);
      if (isLoss(sum)) {
        sums.add(new BatchSum(results.size(), BatchSum.Destination.RING, null));
      }
      for (Place place : storage.places(sum)) {
        sums.add(new BatchSum(results.size(), BatchSum.Destination.OUTPUT, place));
      }
      results.add(result);
    }
    return sums;
  }

  private boolean isLoss(Value value) {
    return step.loss().isPresent() && step.loss().get() == value;
  }

  private boolean holdsLoss(Group group) {
    return group.sums().stream().anyMatch(this::isLoss);
  }

  private boolean storesGradients(Group group) {
    return Stream.concat(group.members().stream(), Stream.ofNullable(group.rowSums()))
        .flatMap(value -> storage.stores(value).stream())
        .anyMatch(place -> place.stored().region() == Region.GRADIENT);
  }

  private String name(Value value) {
    return names.getOrDefault(value, value.label());
  }

  /** What is stored and summed, as formulas over named values. */
  private String assignments(Group group, Expressions expressions) {
    StringBuilder text = new StringBuilder();
    Map<Expr, Expr> readable = null;
    for (Value member : group.members()) {
      if (storage.isStored(member)) {
        Expr expression = expressions.of(member);
        readable = expressions.readable(names);
        text.append("; ").append(name(member)).append(" = ");
        text.append(expression.replaceAll(readable));
      }
    }
    for (Value sum : group.sums()) {
      Value summed = ((Operation.Sum) sum.operation()).operand();
      Expr expression = expressions.of(summed);
      readable = expressions.readable(names);
      text.append("; ").append(isLoss(sum) ? "loss" : name(sum)).append(" = sum of ");
      text.append(expression.replaceAll(readable));
    }
    return text.toString();
  }

  /** Named by the first thing that leaves it, else by its first member. */
  private String groupName(Group group) {
    if (holdsLoss(group)) {
      return "loss";
    }
    for (Value member : group.members()) {
      if (names.containsKey(member) && storage.isStored(member)) {
        return names.get(member);
      }
    }
    Value first =
        group.members().isEmpty() ? group.sums().get(0) : group.members().iterator().next();
    return name(first) + " %" + first.number();
  }
}
