package org.gradcl.backend.jvm.launch;

import org.gradcl.plan.ClipLaunch;

/**
 * The global norm of all gradients, and the factor that keeps it within the limit: min(1, limit /
 * (norm + 1e-6)).
 */
final class ClipRunner implements Runner {
  private static final double EPSILON = 1e-6;

  private final ClipLaunch launch;
  private final RunnerContext context;

  ClipRunner(ClipLaunch launch, RunnerContext context) {
    this.launch = launch;
    this.context = context;
  }

  @Override
  public void run() {
    double scale = launch.limit() / (context.checks().norm() + EPSILON);
    context.memory().current.clipScale = (float) Math.min(1, scale);
  }

  @Override
  public String routine() {
    return "clip";
  }

  @Override
  public String variant() {
    return "from checks";
  }

  @Override
  public int pieces() {
    return 1;
  }
}
