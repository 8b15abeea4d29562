/**
 * Trains neural networks on OpenCL devices and on an engine of its own.
 *
 * <p>Exported is what a program uses: it trains and predicts ({@code train}, {@code train.report}),
 * states models ({@code nn}, {@code loss}, {@code metric}, {@code optim}, and {@code catalogue} for
 * their errors), feeds data ({@code data} and its other packages, {@code tensor}, {@code io},
 * {@code random} for its shuffles and splits), chooses devices ({@code device}), and writes layers
 * and formulas of its own ({@code graph}, {@code expr}). All else may change with any version.
 *
 * <p>Without {@code --add-modules jdk.incubator.vector} the engine computes in plain Java. The
 * command line runs on the class path; its libraries are needed for nothing else.
 */
// JOCL has no module descriptor: the name of its module is that of its file.
@SuppressWarnings("requires-automatic")
module org.gradcl {
  requires com.fasterxml.jackson.core;
  requires de.siegmar.fastcsv;
  requires jdk.management;
  requires jocl;
  requires org.slf4j;
  requires static jdk.incubator.vector;

  // Folders of images, and the plots of the command line.
  requires static java.desktop;

  // The command line.
  requires static ch.qos.logback.classic;
  requires static ch.qos.logback.core;
  requires static info.picocli;
  requires static me.tongfei.progressbar;
  requires static org.jline.terminal;
  requires static xchart;

  exports org.gradcl.catalogue;
  exports org.gradcl.data;
  exports org.gradcl.data.augment;
  exports org.gradcl.data.csv;
  exports org.gradcl.data.folder;
  exports org.gradcl.data.image;
  exports org.gradcl.data.sequence;
  exports org.gradcl.data.table;
  exports org.gradcl.device;
  exports org.gradcl.expr;
  exports org.gradcl.graph;
  exports org.gradcl.io;
  exports org.gradcl.loss;
  exports org.gradcl.metric;
  exports org.gradcl.nn;
  exports org.gradcl.optim;
  exports org.gradcl.random;
  exports org.gradcl.tensor;
  exports org.gradcl.train;
  exports org.gradcl.train.report;

  uses org.gradcl.backend.BackendProvider;

  provides org.gradcl.backend.BackendProvider with
      org.gradcl.backend.jvm.JvmBackendProvider,
      org.gradcl.backend.opencl.OpenClBackendProvider;
}
