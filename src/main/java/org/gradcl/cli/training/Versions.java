package org.gradcl.cli.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The versions of the software that runs.
 *
 * @param version of GradCL, as in its {@code pom.xml}
 * @param commit of the working tree, with {@code -dirty} if it has changes; {@code unknown} outside
 *     a git checkout, or if not started by the script {@code gradcl}, which finds it out
 * @param java vendor and version of the virtual machine
 * @param system name and architecture of the operating system
 */
public record Versions(String version, String commit, String java, String system) {
  private static final String RESOURCE = "/org/gradcl/cli/version.properties";

  /** The versions of this process. */
  public static Versions ofProcess() {
    Properties build = new Properties();
    try (InputStream stream = Versions.class.getResourceAsStream(RESOURCE)) {
      build.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " can't be read", e);
    }
    return new Versions(
        build.getProperty("version"),
        System.getProperty("gradcl.commit", "unknown"),
        System.getProperty("java.vendor") + " " + Runtime.version(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"));
  }
}
