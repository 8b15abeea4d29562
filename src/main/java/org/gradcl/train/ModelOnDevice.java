package org.gradcl.train;

import java.util.Map;
import java.util.function.Consumer;
import org.gradcl.data.BatchSource;
import org.gradcl.device.DeviceReport;
import org.gradcl.metric.Metric;
import org.gradcl.nn.Model;
import org.gradcl.tensor.HostTensor;
import org.gradcl.train.feed.Samples;
import org.gradcl.train.report.CheckpointException;
import org.gradcl.train.report.Evaluation;

/**
 * A model whose parameters lie on a device: it predicts, is judged and shows its values, in
 * training as a {@link Trainer} and from a file as a {@link Predictor}. Data may have any number of
 * samples: it is cut into pieces that fit on the device.
 *
 * <p>Whoever made it closes it. One thread at a time, enforced: a call from a second thread while
 * one is in progress is an {@link IllegalStateException}, and so is any call after {@link #close}.
 *
 * <p>Wherever data is given, a shape that model, loss or a metric does not take is a {@link
 * org.gradcl.graph.ShapeMismatchException} that names both shapes; data that can't be used (empty,
 * of a wrong length, without targets that are needed, not finite) is a {@link
 * org.gradcl.data.DataException}.
 */
public sealed interface ModelOnDevice extends AutoCloseable permits Trainer, Predictor {
  /** {@return the model} */
  Model model();

  /**
   * {@return the prediction for one sample, {@code [output shape]}}
   *
   * @param sample row major, {@code [input shape]}
   */
  default float[] predict(float[] sample) {
    return predict(Samples.one(model(), sample)).floats();
  }

  /**
   * {@return the predictions for several samples, one array each}
   *
   * @param samples row major, {@code [samples][input shape]}; at least one
   */
  default float[][] predict(float[][] samples) {
    return Samples.rows(predict(Samples.several(model(), samples)));
  }

  /**
   * {@return the predictions for every sample of a source, {@code [samples, output shape]}}
   *
   * @param source with the inputs of the model
   * @throws IllegalArgumentException if the model has several outputs, for which there is {@link
   *     #outputs(BatchSource)}
   */
  HostTensor predict(BatchSource source);

  /**
   * Predicts every sample of a source piece by piece, so that neither the data nor the predictions
   * need to fit into memory. Within a call the consumer may predict, evaluate and read.
   *
   * @param source with the inputs of the model; any number
   * @param pieces receives the predictions in the order of the data, {@code [rows, output shape]}
   *     of 1 to 1024 rows each, which it may keep; an exception of it ends the prediction and is
   *     thrown to the caller
   * @throws IllegalArgumentException if the model has several outputs, for which there is {@link
   *     #outputs(BatchSource, Consumer)}
   */
  void predict(BatchSource source, Consumer<HostTensor> pieces);

  /**
   * {@return every output of the model for every sample of a source, {@code [samples, output
   * shape]} each, by name}
   *
   * @param source with the inputs of the model
   */
  Map<String, HostTensor> outputs(BatchSource source);

  /**
   * Yields every output of the model piece by piece; as {@link #predict(BatchSource, Consumer)}.
   *
   * @param source with the inputs of the model; any number
   * @param pieces receives the outputs by name, in the order of the data
   */
  void outputs(BatchSource source, Consumer<Map<String, HostTensor>> pieces);

  /**
   * {@return labelled values of every sample of a source, {@code [samples, …]} each, by label in
   * the order asked for} As in prediction, dropout does nothing.
   *
   * <pre>
   * layer.i.preactivation   W·x + b of a dense layer
   * layer.i.activation      what it yields
   * prediction              what the last layer yields
   * loss                    each number's loss before any reduction, [samples, target shape];
   *                         needs targets
   * </pre>
   *
   * <p>A program's own layer adds the values that it labels with {@link
   * org.gradcl.graph.Graph#label}.
   *
   * @param source with the inputs of the model, and targets if the loss is asked for
   * @param labels at least one
   * @throws IllegalArgumentException if there is no such value, or no row of it for each sample;
   *     the message lists those there are
   * @throws CheckpointException if the loss is asked for and is a program's own in a loaded file,
   *     which GradCL does not know
   */
  Map<String, HostTensor> values(BatchSource source, String... labels);

  /**
   * {@return the loss, by which the model is or was trained, and metrics, over every sample of a
   * source}
   *
   * @param source inputs and targets
   * @param metrics further figures, of different names
   * @throws IllegalArgumentException if two have one name
   * @throws CheckpointException if the loss is a program's own in a loaded file, which GradCL does
   *     not know
   */
  Evaluation evaluate(BatchSource source, Metric... metrics);

  /** {@return which device is used, and why} */
  DeviceReport deviceReport();

  /** {@return layers with their shapes and parameters, device and memory, as text} */
  String summary();

  /** Releases the device and all memory on it. A second call does nothing. */
  @Override
  void close();
}
