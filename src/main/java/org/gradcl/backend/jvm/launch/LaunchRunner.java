package org.gradcl.backend.jvm.launch;

import java.util.List;
import org.gradcl.plan.Launch;

/**
 * What runs some launches.
 *
 * @param launches one, or those of a chain, in order
 * @param runner of all of them
 */
public record LaunchRunner(List<Launch> launches, Runner runner) {
  /** Copies the list. */
  public LaunchRunner {
    launches = List.copyOf(launches);
  }
}
