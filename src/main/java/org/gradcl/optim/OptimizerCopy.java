package org.gradcl.optim;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gradcl.expr.Expr;
import org.gradcl.graph.UpdateRule;

/** A copy of an optimiser in the making, in which something is to be other. */
final class OptimizerCopy {
  String method;
  List<UpdateRule.Slot> slots;
  Expr update;
  double learningRate;
  Schedule schedule;
  OptionalDouble clipNorm;
  OptionalDouble clipValue;
  List<ParameterGroup> groups;
  boolean decaysVectors;
  int batchesInStep;
  WeightAverages averages;
  Optional<Expr> direction;

  OptimizerCopy(Optimizer optimizer) {
    takeMethod(optimizer);
    learningRate = optimizer.learningRate();
    schedule = optimizer.schedule();
    clipNorm = optimizer.clipNorm();
    clipValue = optimizer.clipValue();
    groups = optimizer.groups();
    decaysVectors = optimizer.decaysVectors();
    batchesInStep = optimizer.batchesInStep();
    averages = optimizer.averages();
  }

  /** Takes another's formulas and their text. */
  void takeMethod(Optimizer optimizer) {
    method = optimizer.method();
    slots = optimizer.slots();
    update = optimizer.update();
    direction = optimizer.direction();
  }

  Optimizer made() {
    return new Optimizer(
        method,
        slots,
        update,
        learningRate,
        schedule,
        clipNorm,
        clipValue,
        groups,
        decaysVectors,
        batchesInStep,
        averages,
        direction);
  }
}
