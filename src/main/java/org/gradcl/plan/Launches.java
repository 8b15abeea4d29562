package org.gradcl.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Access;

/** What launches have in common when they are counted. */
final class Launches {
  private Launches() {}

  static List<View> memory(List<Operand> operands) {
    List<View> views = new ArrayList<>();
    for (Operand operand : operands) {
      if (operand.source() instanceof Source.Memory) {
        views.add(((Source.Memory) operand.source()).view());
      }
    }
    return views;
  }

  static List<View> views(List<Store> stores) {
    return stores.stream().map(Store::view).toList();
  }

  static List<View> views(List<Store> stores, List<PartialSum> sums) {
    List<View> views = new ArrayList<>(views(stores));
    sums.stream().map(PartialSum::view).filter(view -> view != null).forEach(views::add);
    return views;
  }

  static List<View> accumulated(List<Store> stores) {
    return stores.stream()
        .filter(store -> store.mode() == Store.Mode.ADD)
        .map(Store::view)
        .toList();
  }

  /** Whether a launch adds to what is at a view. */
  static boolean accumulates(Launch launch, View view) {
    List<Store> stores = List.of();
    if (launch instanceof Launch.Matmul matmul) {
      stores = matmul.stores();
    } else if (launch instanceof Launch.MapElements mapElements) {
      stores = mapElements.stores();
    }
    return accumulated(stores).contains(view);
  }

  /** The variables that are the same for all elements. */
  static Set<String> uniform(List<Operand> operands) {
    return operands.stream()
        .filter(operand -> operand.access() == Access.SCALAR)
        .map(Operand::variable)
        .collect(Collectors.toSet());
  }

  /**
   * One operation for each instruction that computes something: for each element, or once where it
   * is the same for all.
   */
  static long flops(Tape tape, Set<String> uniformVariables, long elements) {
    boolean[] uniform = tape.uniform(uniformVariables);
    long flops = 0;
    for (int i = 0; i < uniform.length; i++) {
      if (tape.instructions().get(i).operator().arity() > 0) {
        flops += uniform[i] ? 1 : elements;
      }
    }
    return flops;
  }
}
