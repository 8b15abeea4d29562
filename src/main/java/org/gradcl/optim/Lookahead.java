package org.gradcl.optim;

/**
 * Slow weights that follow those that a method moves: every few steps slow ← slow + α·(p − slow),
 * and p begins anew from there. Immutable.
 *
 * <p>Source: Zhang, Lucas, Hinton and Ba, Lookahead Optimizer: k steps forward, 1 step back, 2019.
 *
 * @param every steps from one move of the slow weights to the next, at least 1
 * @param alpha the share of the way that they go, above 0 and at most 1
 */
public record Lookahead(int every, double alpha) {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException naming one that lies outside its range
   */
  public Lookahead {
    if (every < 1) {
      throw new IllegalArgumentException("every of lookahead is at least 1 step, found " + every);
    }
    if (!(alpha > 0 && alpha <= 1)) {
      throw new IllegalArgumentException(
          "alpha of lookahead lies above 0 and at most at 1, found " + alpha);
    }
  }
}
