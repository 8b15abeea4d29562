package org.gradcl.plan;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.expr.Tape;

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

  /** Whether a launch leaves checks of the gradients that it writes. */
  static boolean isChecked(Launch launch) {
    if (launch instanceof Launch.Matmul matmul) {
      return matmul.checked();
    }
    if (launch instanceof Launch.MapElements mapElements) {
      return mapElements.checked();
    }
    if (launch instanceof Launch.Rows rows) {
      return rows.checked();
    }
    return launch instanceof Launch.ColumnSums columnSums && columnSums.checked();
  }

  /** One operation for each instruction that computes something, for each element. */
  static long flops(Tape tape, long elements) {
    long instructions = tape.instructions().stream().filter(i -> i.operator().arity() > 0).count();
    return instructions * elements;
  }
}
