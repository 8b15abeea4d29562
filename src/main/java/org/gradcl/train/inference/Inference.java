package org.gradcl.train.inference;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntToDoubleFunction;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.Executable;
import org.gradcl.backend.Ticket;
import org.gradcl.data.BatchCursor;
import org.gradcl.data.BatchSource;
import org.gradcl.data.DataException;
import org.gradcl.data.SampleOrder;
import org.gradcl.device.DeviceMemoryException;
import org.gradcl.loss.Loss;
import org.gradcl.metric.Metric;
import org.gradcl.nn.Sequential;
import org.gradcl.reference.ReferenceState;
import org.gradcl.step.EvaluationTotals;
import org.gradcl.step.InferenceStep;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.train.feed.SourceCheck;
import org.gradcl.train.report.Evaluation;
import org.gradcl.train.session.DeviceSession;
import org.gradcl.train.session.PlanKey;

/**
 * Predicts and evaluates with the parameters of a session, cutting the data into pieces that fit on
 * the device. Touches neither step record nor losses. Not safe for use by several threads.
 */
public final class Inference {
  /** Rows of a piece where memory does not ask for fewer. */
  private static final int PIECE = 1024;

  private final DeviceSession session;
  private final Sequential model;
  private final InferenceStep predicting;
  private int piece = PIECE;

  public Inference(DeviceSession session, Sequential model) {
    this.session = session;
    this.model = model;
    this.predicting = InferenceStep.predicting(model);
  }

  /**
   * The predictions for every sample, in the order of the data, {@code [samples, …]}.
   *
   * @throws org.gradcl.graph.ShapeMismatchException if the model can't take the data
   */
  public HostTensor predict(BatchSource source) {
    SourceCheck.requireInputs(source, model);
    int width = model.outputShape().elements();
    int samples = countable(source.samples(), width);
    float[] predictions = new float[samples * width];
    try (BatchCursor cursor =
        SourceCheck.checkedInputs(source, source.open(SampleOrder.sequential()))) {
      for (int position = 0; position < samples; ) {
        // Sizes are rounded up to powers of two, so that a few plans serve every number of samples.
        int rows = Math.min(samples - position, piece);
        int padded = Math.min(piece, powerOfTwo(rows));
        Executable executable = load(PlanKey.of(predicting, padded));
        if (executable == null) {
          continue;
        }
        HostTensor output = run(executable, padded, rows, cursor);
        System.arraycopy(output.floats(), 0, predictions, position * width, rows * width);
        position += rows;
      }
    }
    return HostTensor.of(Sequential.PREDICTION, model.outputShape().batch(samples), predictions);
  }

  private static int countable(long samples, int width) {
    if (samples > Integer.MAX_VALUE / width) {
      throw new DataException(
          String.format(
              "The data has %d samples, for each of which the model yields %d numbers; a prediction"
                  + " holds at most 2147483647 numbers: predict the data in parts",
              samples, width));
    }
    return (int) samples;
  }

  private HostTensor run(Executable executable, int padded, int rows, BatchCursor cursor) {
    PlanKey key = PlanKey.of(predicting, padded);
    Ticket ticket = start(executable, key, rows, cursor, inputs -> {});
    return executable.read(ticket, Sequential.PREDICTION);
  }

  /** The loss and metrics over every sample. */
  public Evaluation evaluate(BatchSource source, Loss loss, List<Metric> metrics) {
    SourceCheck.requireTargets(source, model, loss);
    InferenceStep step = InferenceStep.evaluating(model, loss, metrics);
    EvaluationTotals totals = step.totals();
    long samples = source.samples();
    try (BatchCursor cursor =
        SourceCheck.checked(source, source.open(SampleOrder.sequential()), model, loss)) {
      for (long position = 0; position < samples; ) {
        int rows = (int) Math.min(samples - position, piece);
        PlanKey key = PlanKey.of(step, rows);
        Executable executable = load(key);
        if (executable == null) {
          continue;
        }
        Ticket ticket =
            start(executable, key, rows, cursor, inputs -> totals.addTargets(rows, target(inputs)));
        totals.addSums(name -> ReferenceState.float64(executable.read(ticket, name)));
        position += rows;
      }
    }
    Map<String, Double> figures = totals.figures();
    double total = figures.remove(InferenceStep.LOSS);
    return new Evaluation(samples, total, figures);
  }

  /**
   * Loads a plan that evaluating a source will use, and finds the size of pieces that fits.
   *
   * @throws DeviceMemoryException if not even one sample fits
   */
  public void prepare(BatchSource source, Loss loss, List<Metric> metrics) {
    InferenceStep step = InferenceStep.evaluating(model, loss, metrics);
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

  /** There may be more memory now: pieces are as large again as before there was too little. */
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

  private static IntToDoubleFunction target(Map<String, FloatBuffer> inputs) {
    return inputs.get(TrainingStep.TARGET)::get;
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
