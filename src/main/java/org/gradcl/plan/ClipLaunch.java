package org.gradcl.plan;

import java.util.List;
import java.util.Optional;
import org.gradcl.graph.Phase;

/**
 * The global norm of all gradients, from the checks left by the launches that wrote them, in a
 * fixed order; writes only {@code current.clipScale} = min(1, limit / (norm + 1e-6)).
 *
 * <p>Source: PyTorch, {@code torch.nn.utils.clip_grad_norm_}.
 *
 * @param limit the largest norm
 * @param gradients those of which the norm is, as one place
 */
public record ClipLaunch(String name, Phase phase, String formula, float limit, Place gradients)
    implements Launch {
  @Override
  public LaunchKind kind() {
    return LaunchKind.REDUCE;
  }

  @Override
  public String shape() {
    return Integer.toString(gradients.elements());
  }

  /** Nothing but the checks that other launches leave. */
  @Override
  public List<Place> reads() {
    return List.of();
  }

  /** Nothing but a word of the step record. */
  @Override
  public List<Place> writes() {
    return List.of();
  }

  /** A few operations on checks, which are not counted where they are made either. */
  @Override
  public long flops() {
    return 0;
  }

  @Override
  public Optional<Place> norm() {
    return Optional.of(gradients);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.clip(this);
  }
}
