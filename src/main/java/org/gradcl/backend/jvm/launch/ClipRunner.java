package org.gradcl.backend.jvm.launch;

import org.gradcl.plan.Launch;

/** The global norm of all gradients, and the factor that keeps it within the limit. */
final class ClipRunner implements Runner {
  private final Launch.Clip launch;
  private final Launching with;

  ClipRunner(Launch.Clip launch, Launching with) {
    this.launch = launch;
    this.with = with;
  }

  @Override
  public void run() {
    double scale = launch.limit() / (with.checks().norm() + 1e-6);
    with.memory().current.clipScale = (float) Math.min(1, scale);
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
  public int parts() {
    return 1;
  }
}
