package org.gradcl.cli;

import org.gradcl.cli.training.Versions;
import picocli.CommandLine.IVersionProvider;

/** The text that {@code --version} prints. */
final class VersionText implements IVersionProvider {
  @Override
  public String[] getVersion() {
    Versions versions = Versions.ofProcess();
    return new String[] {
      "GradCL " + versions.version() + " (commit " + versions.commit() + ")",
      "Java " + versions.java() + " on " + versions.system()
    };
  }
}
