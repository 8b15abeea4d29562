package org.gradcl.train.inference;

import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.Executable;
import org.gradcl.backend.Ticket;
import org.gradcl.data.BatchCursor;
import org.gradcl.data.BatchSource;
import org.gradcl.data.SampleOrder;
import org.gradcl.device.DeviceMemoryException;
import org.gradcl.loss.Objective;
import org.gradcl.metric.Metric;
import org.gradcl.nn.Model;
import org.gradcl.reference.ReferenceState;
import org.gradcl.step.EvaluationTotals;
import org.gradcl.step.InferenceStep;
import org.gradcl.step.Step;
import org.gradcl.step.TrainingOutputsStep;
import org.gradcl.step.ValuesStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.train.feed.RequiredArrays;
import org.gradcl.train.feed.SourceCheck;
import org.gradcl.train.report.Evaluation;
import org.gradcl.train.session.DeviceSession;
import org.gradcl.train.session.PlanKey;

/**
 * Predicts, evaluates and yields values with the parameters of a session, cutting the data into
 * pieces that fit on the device. Touches neither step record nor losses. Not safe for use by
 * several threads.
 */
public final class Inference {
  /** Rows of a piece, unless memory is short. */
  private static final int PIECE = 1024;

  private final DeviceSession session;
  private final Model model;
  private final InferenceStep predicting;
  private final RequiredArrays toPredict;

  /** Of one sample, by name; a program's own model would be written once more to tell them. */
  private final Map<String, Shape> outputs;

  private int piece = PIECE;

  public Inference(DeviceSession session, Model model) {
    this.session = session;
    this.model = model;
    this.predicting = InferenceStep.predicting(model);
    this.toPredict = RequiredArrays.toPredict(predicting.arrays());
    this.outputs = model.outputShapes();
  }

  /**
   * The outputs for every sample by name, in the order of the data, {@code [samples, …]} each.
   *
   * @throws org.gradcl.graph.ShapeMismatchException if the model can't take the data
   */
  public Map<String, HostTensor> predict(BatchSource source) {
    return gathered(predicting, source, outputs, toPredict);
  }

  /**
   * Hands on the outputs piece by piece, in the order of the data, {@code [rows, …]} each by name.
   *
   * @throws org.gradcl.graph.ShapeMismatchException if the model can't take the data
   */
  public void predict(BatchSource source, Consumer<Map<String, HostTensor>> pieces) {
    SourceCheck.require(source, toPredict);
    inPieces(
        predicting,
        source,
        toPredict,
        (rows, output) -> {
          Map<String, Gathered> piece = empty(outputs, rows);
          piece.forEach((name, all) -> all.add(output.apply(name), rows));
          pieces.accept(tensors(piece));
        });
  }

  /**
   * Labelled values of every sample by their labels, {@code [samples, …]} each.
   *
   * @throws org.gradcl.graph.ShapeMismatchException if model or loss can't take the data
   */
  public Map<String, HostTensor> values(BatchSource source, ValuesStep step) {
    RequiredArrays required =
        step.objective().isPresent() ? RequiredArrays.toJudge(step.arrays()) : toPredict;
    return gathered(step, source, step.shapes(), required);
  }

  /**
   * The only output for every sample, as {@link #predict(BatchSource)}.
   *
   * @throws IllegalArgumentException if there are several
   */
  public HostTensor predictOnly(BatchSource source) {
    String output = onlyOutput();
    return predict(source).get(output);
  }

  /**
   * Hands on the only output, as {@link #predict(BatchSource, Consumer)}.
   *
   * @throws IllegalArgumentException if there are several
   */
  public void predictOnly(BatchSource source, Consumer<HostTensor> pieces) {
    String output = onlyOutput();
    predict(source, piece -> pieces.accept(piece.get(output)));
  }

  private String onlyOutput() {
    if (outputs.size() > 1) {
      throw new IllegalArgumentException(
          "The model has the outputs " + outputs.keySet() + "; ask for them by name, with outputs");
    }
    return outputs.keySet().iterator().next();
  }

  /**
   * The outputs for the samples of a source, together as one batch of training.
   *
   * @throws org.gradcl.graph.ShapeMismatchException if the model can't take the data
   * @throws DeviceMemoryException if the batch does not fit
   */
  public Map<String, HostTensor> trainingOutputs(BatchSource batch) {
    SourceCheck.require(batch, toPredict);
    int rows = Math.toIntExact(batch.samples());
    PlanKey key = PlanKey.of(new TrainingOutputsStep(model), rows);
    Executable executable = session.plans().get(key);
    try (BatchCursor cursor =
        SourceCheck.checked(batch, batch.open(SampleOrder.sequential()), toPredict)) {
      Ticket ticket = start(executable, key, rows, cursor, inputs -> {});
      Map<String, HostTensor> values = new LinkedHashMap<>();
      outputs.keySet().forEach(n -> values.put(n, executable.read(ticket, n)));
      return Collections.unmodifiableMap(values);
    }
  }

  private Map<String, HostTensor> gathered(
      Step step, BatchSource source, Map<String, Shape> shapes, RequiredArrays required) {
    SourceCheck.require(source, required);
    Map<String, Gathered> values = empty(shapes, source.samples());
    inPieces(
        step,
        source,
        required,
        (rows, output) -> values.forEach((name, all) -> all.add(output.apply(name), rows)));
    return tensors(values);
  }

  private static Map<String, Gathered> empty(Map<String, Shape> shapes, long samples) {
    Map<String, Gathered> values = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> values.put(name, new Gathered(name, shape, samples)));
    return values;
  }

  private static Map<String, HostTensor> tensors(Map<String, Gathered> values) {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    values.forEach((name, all) -> tensors.put(name, all.tensor()));
    return Collections.unmodifiableMap(tensors);
  }

  /** Receives the results of a step for a number of samples. */
  private interface Piece {
    void accept(int rows, Function<String, HostTensor> output);
  }

  /** Runs a step over all samples, in the order of the data. */
  private void inPieces(Step step, BatchSource source, RequiredArrays required, Piece piece) {
    long samples = source.samples();
    try (BatchCursor cursor =
        SourceCheck.checked(source, source.open(SampleOrder.sequential()), required)) {
      for (long position = 0; position < samples; ) {
        // Sizes are rounded up to powers of two, so that a few plans serve every number of samples.
        int rows = (int) Math.min(samples - position, this.piece);
        PlanKey key = PlanKey.of(step, Math.min(this.piece, powerOfTwo(rows)));
        Executable executable = load(key);
        if (executable == null) {
          continue;
        }
        Ticket ticket = start(executable, key, rows, cursor, inputs -> {});
        piece.accept(rows, name -> executable.read(ticket, name));
        position += rows;
      }
    }
  }

  /** The loss and metrics over every sample. */
  public Evaluation evaluate(BatchSource source, Objective objective, List<Metric> metrics) {
    InferenceStep step = InferenceStep.evaluating(model, objective, metrics);
    RequiredArrays required = RequiredArrays.toJudge(step.arrays());
    SourceCheck.require(source, required);
    EvaluationTotals totals = step.totals();
    long samples = source.samples();
    try (BatchCursor cursor =
        SourceCheck.checked(source, source.open(SampleOrder.sequential()), required)) {
      for (long position = 0; position < samples; ) {
        int rows = (int) Math.min(samples - position, piece);
        PlanKey key = PlanKey.of(step, rows);
        Executable executable = load(key);
        if (executable == null) {
          continue;
        }
        Ticket ticket =
            start(
                executable,
                key,
                rows,
                cursor,
                inputs -> totals.addTargets(rows, name -> inputs.get(name)::get));
        totals.addSums(name -> ReferenceState.float64(executable.read(ticket, name)));
        position += rows;
      }
    }
    Map<String, Double> figures = totals.figures();
    double total = figures.remove(InferenceStep.LOSS);
    return new Evaluation(samples, total, figures, totals.tables());
  }

  /**
   * Loads a plan for the evaluation of a source, and finds the size of pieces that fits.
   *
   * @throws DeviceMemoryException if not even one sample fits
   */
  public void prepare(BatchSource source, Objective objective, List<Metric> metrics) {
    InferenceStep step = InferenceStep.evaluating(model, objective, metrics);
    largestPieces();
    try {
      while (load(PlanKey.of(step, (int) Math.min(source.samples(), piece))) == null) {
        // Once more, with a smaller piece.
      }
    } catch (DeviceMemoryException e) {
      largestPieces();
      throw e;
    }
  }

  /** Tries full-sized pieces again, since there may be more memory now. */
  public void largestPieces() {
    piece = PIECE;
  }

  /** The plan, or null if it did not fit: then pieces are half as large from now on. */
  private Executable load(PlanKey key) {
    try {
      return session.plans().get(key);
    } catch (DeviceMemoryException e) {
      if (key.rows() == 1) {
        throw e;
      }
      piece = powerOfTwo(key.rows()) / 2;
      return null;
    }
  }

  private Ticket start(
      Executable executable,
      PlanKey key,
      int rows,
      BatchCursor cursor,
      Consumer<Map<String, FloatBuffer>> filled) {
    try {
      BatchBuffer batchBuffer = executable.acquire();
      cursor.fill(rows, batchBuffer.inputs());
      zero(batchBuffer.inputs(), key.rows(), rows);
      filled.accept(batchBuffer.inputs());
      return executable.run(batchBuffer);
    } catch (RuntimeException e) {
      // A batch buffer that was acquired and never run can't be given back.
      session.plans().discard(key);
      throw e;
    }
  }

  private static void zero(Map<String, FloatBuffer> inputs, int padded, int rows) {
    if (rows < padded) {
      for (FloatBuffer buffer : inputs.values()) {
        int end = buffer.limit();
        for (int i = end / padded * rows; i < end; i++) {
          buffer.put(i, 0);
        }
      }
    }
  }

  private static int powerOfTwo(int least) {
    int highest = Integer.highestOneBit(least);
    return highest == least ? least : highest << 1;
  }
}
