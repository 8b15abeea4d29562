package org.gradcl.backend.jvm.team;

/**
 * Work cut into numbered pieces that do not depend on each other: several threads do them at the
 * same time.
 */
@FunctionalInterface
public interface Task {
  /**
   * Does one piece.
   *
   * @param piece its number, from 0
   * @param thread the number of the thread, below {@link ThreadTeam#threads}: for scratch memory
   */
  void run(int piece, int thread);
}
