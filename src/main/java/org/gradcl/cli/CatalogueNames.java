package org.gradcl.cli;

import java.util.Iterator;
import java.util.List;
import org.gradcl.cli.training.ModelChoice;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
import org.gradcl.optim.Schedule;
import org.gradcl.optim.Schedules;

/** The names in the catalogues, for the help of the flags that take them. */
abstract class CatalogueNames implements Iterable<String> {
  private final List<String> names;

  private CatalogueNames(List<String> texts) {
    names = texts.stream().map(text -> text.split("[ ;]", 2)[0]).toList();
  }

  @Override
  public Iterator<String> iterator() {
    return names.iterator();
  }

  /** Of the losses that can judge a table's targets. */
  static final class OfLosses extends CatalogueNames {
    OfLosses() {
      super(ModelChoice.lossesOfTables());
    }
  }

  /** Of the optimisers. */
  static final class OfOptimizers extends CatalogueNames {
    OfOptimizers() {
      super(Optimizers.all().stream().map(Optimizer::describe).toList());
    }
  }

  /** Of the schedules. */
  static final class OfSchedules extends CatalogueNames {
    OfSchedules() {
      super(Schedules.all().stream().map(Schedule::description).toList());
    }
  }
}
