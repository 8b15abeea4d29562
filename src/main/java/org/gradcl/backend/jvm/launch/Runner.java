package org.gradcl.backend.jvm.launch;

/** A launch made ready to run, by one thread at a time; the team's threads work within. */
public interface Runner {
  /** Runs the launch; returns when it is done. */
  void run();

  /** The routine's name, for {@code explain}. */
  String routine();

  /** Its blocks and tiles, for {@code explain}. */
  String variant();

  /** How many pieces the work is cut into, for {@code explain}. */
  int pieces();
}
