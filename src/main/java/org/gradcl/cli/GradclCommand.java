package org.gradcl.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The top command, which lists the others. */
@Command(
    name = "gradcl",
    description = "Trains neural networks on any OpenCL device, or on the JVM without one.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TrainCommand.class,
      PredictCommand.class,
      DevicesCommand.class,
      ExplainCommand.class,
      TraceCommand.class,
      ParityCommand.class,
      BenchCommand.class
    })
final class GradclCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
