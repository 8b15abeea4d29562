package org.gradcl.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Operator;
import org.gradcl.expr.Tape;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Operation;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.Value;

/**
 * The expressions of one launch: each member's value written over the launch's operands. Operands
 * are named by their place ({@code x0}, {@code x1}, …), so that layers of the same form share one
 * kernel text.
 */
final class Expressions {
  /** An operand, by which it is found again. */
  private sealed interface Key {}

  private record ValueKey(IndexedValue read) implements Key {}

  private record GatherKey(Value gathered) implements Key {}

  /** A random number, or the index along an axis. */
  private record PlaceKey(Expr leaf) implements Key {}

  /**
   * A reduction of the launch.
   *
   * @param reduction over the launch's operands and earlier reductions
   * @param windows the reads of the program that say which elements are left out
   */
  record Reduction(RowProgram.RowReduction reduction, List<IndexedValue> windows) {
    /** Copies the list. */
    Reduction {
      windows = List.copyOf(windows);
    }
  }

  private final Group group;
  private final Storage storage;
  private final Map<Key, String> operandNames = new LinkedHashMap<>();
  private final Map<Value, Expr> known = new HashMap<>();
  private final List<Reduction> reductions = new ArrayList<>();

  Expressions(Group group, Storage storage) {
    this.group = group;
    this.storage = storage;
  }

  /** A member, or a value computed before, whole or once a row, as an expression of the launch. */
  Expr of(Value value) {
    return of(IndexedValue.whole(value));
  }

  private Expr of(IndexedValue read) {
    if (!group.members().contains(read.value())) {
      return variable(new ValueKey(read));
    }
    Expr expression = known.get(read.value());
    if (expression == null) {
      expression = build(read.value());
      known.put(read.value(), expression);
    }
    return expression;
  }

  private Expr variable(Key key) {
    return Expr.variable(operandNames.computeIfAbsent(key, k -> "x" + operandNames.size()));
  }

  private Expr build(Value value) {
    return switch (value.operation().kind()) {
      case PRODUCT -> Expr.variable(MatmulLaunch.PRODUCT);
      case MAP -> {
        Operation.MapElements map = (Operation.MapElements) value.operation();
        yield written(map.expression(), read(map.reads()));
      }
      case GATHER -> variable(new GatherKey(value));
      case ROW -> rows((Operation.Rows) value.operation());
      default -> throw new IllegalStateException("No expression for " + value);
    };
  }

  /** An expression over operands, of which random numbers and indices are some. */
  private Expr written(Expr expression, Map<Expr, Expr> operands) {
    Map<Expr, Expr> replacements = new HashMap<>(operands);
    addPlaces(expression, replacements);
    return expression.replaceAll(replacements);
  }

  private void addPlaces(Expr expression, Map<Expr, Expr> replacements) {
    if (expression.operator() == Operator.UNIFORM || expression.operator() == Operator.INDEX) {
      replacements.put(expression, variable(new PlaceKey(expression)));
    }
    expression.operands().forEach(operand -> addPlaces(operand, replacements));
  }

  private Map<Expr, Expr> read(List<IndexedValue> reads) {
    Map<Expr, Expr> written = new HashMap<>();
    for (int i = 0; i < reads.size(); i++) {
      written.put(Operation.MapElements.variable(i), of(reads.get(i)));
    }
    return written;
  }

  /** Adds the program's reductions to the launch's, sharing equal ones, and returns its output. */
  private Expr rows(Operation.Rows rows) {
    Map<Expr, Expr> written = read(rows.reads());
    List<IndexedValue> windows =
        rows.reads().stream().filter(IndexedValue::hasWindow).distinct().toList();
    for (int i = 0; i < rows.program().reductions().size(); i++) {
      RowProgram.RowReduction reduction = rows.program().reductions().get(i);
      // Nothing is differentiated any more, so reductions that differ in that alone are one.
      RowProgram.RowReduction placed =
          new RowProgram.RowReduction(
              reduction.combine(), written(reduction.element(), written), false);
      Reduction known = new Reduction(placed, windows);
      int index = reductions.indexOf(known);
      if (index < 0) {
        reductions.add(known);
        index = reductions.size() - 1;
      }
      written.put(RowProgram.reduced(i), RowProgram.reduced(index));
    }
    return written(rows.program().output(), written);
  }

  /** The reductions of all row programs, in order. */
  List<Reduction> reductions() {
    return reductions;
  }

  /** How a value is read by windows that say which elements of a reduction are left out. */
  List<WindowedPlace> windows(Reduction reduction) {
    return reduction.windows().stream().map(this::windowed).toList();
  }

  /** The operands that the given tapes use. */
  List<Operand> operands(List<Tape> tapes) {
    List<Operand> operands = new ArrayList<>();
    operandNames.forEach(
        (key, name) -> {
          if (tapes.stream().anyMatch(tape -> tape.variables().contains(name))) {
            operands.add(operand(key, name));
          }
        });
    return operands;
  }

  private Operand operand(Key key, String name) {
    if (key instanceof PlaceKey place) {
      int number = (int) place.leaf().value();
      boolean draws = place.leaf().operator() == Operator.UNIFORM;
      return new Operand(name, draws ? new Source.Random(number) : group.index(number));
    }
    if (key instanceof GatherKey gather) {
      return new Operand(name, gathered((Operation.Gather) gather.gathered().operation()));
    }
    IndexedValue read = ((ValueKey) key).read();
    Operation operation = read.value().operation();
    if (operation instanceof Operation.Field field) {
      return new Operand(name, new Source.Record(field.field()));
    }
    if (operation instanceof Operation.Argument argument) {
      return new Operand(name, new Source.Argument((float) argument.value()));
    }
    return new Operand(
        name,
        read.hasWindow() ? new Source.Windowed(windowed(read)) : new Source.Memory(place(read)));
  }

  private WindowedPlace windowed(IndexedValue read) {
    return group.windowed(storage.place(read.value()), read);
  }

  private Source gathered(Operation.Gather gather) {
    Place table = storage.place(gather.table());
    return new Source.Gathered(
        table,
        place(IndexedValue.whole(gather.index())),
        place(gather.firstRow()),
        gather.table().shape().extent(0),
        DomainPlace.strides(table, gather.table().shape())[0]);
  }

  /** Where an operand lies, over the rows and columns of the launch's domain. */
  private Place place(IndexedValue read) {
    return group.place(DomainPlace.of(storage.place(read.value()), read, group.domain().rank()));
  }

  /** For people: the names of operands in place of their variables. */
  Map<Expr, Expr> readable(Map<Value, String> names) {
    Map<Expr, Expr> readable = new HashMap<>();
    operandNames.forEach((key, name) -> readable.put(Expr.variable(name), readable(key, names)));
    return readable;
  }

  private static Expr readable(Key key, Map<Value, String> names) {
    if (key instanceof PlaceKey place) {
      return place.leaf();
    }
    if (key instanceof GatherKey gather) {
      Operation.Gather read = (Operation.Gather) gather.gathered().operation();
      return Expr.variable(name(read.table(), names) + "[" + name(read.index(), names) + "]");
    }
    return Expr.variable(name(((ValueKey) key).read().value(), names));
  }

  private static String name(Value value, Map<Value, String> names) {
    return names.getOrDefault(value, value.label());
  }
}
