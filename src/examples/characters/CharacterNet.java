package characters;

import static org.gradcl.nn.Activations.GELU;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.nn.Block;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Embedding;
import org.gradcl.nn.LayerNorm;
import org.gradcl.nn.LearntPositions;
import org.gradcl.nn.MultiHeadAttention;
import org.gradcl.nn.Residual;
import org.gradcl.nn.Sequential;
import org.gradcl.tensor.Shape;

/**
 * A decoder: characters as learnt vectors, to which learnt positions are added, then blocks of
 * causal attention and dense layers, each normed before and led around. It scores the next
 * character at every place of a window.
 */
final class CharacterNet {
  /** Characters of a window. */
  static final int CONTEXT = 32;

  private static final int WIDTH = 64;
  private static final int BLOCKS = 2;
  private static final int HEADS = 4;

  private CharacterNet() {}

  /**
   * The net without numbers.
   *
   * @param characters how many different ones there are
   * @param dropout the share of the numbers in front of the blocks and behind each part of them
   *     that is 0 in training
   */
  static Sequential of(int characters, double dropout) {
    List<Block> layers = new ArrayList<>();
    layers.add(Embedding.of(characters, WIDTH));
    layers.add(LearntPositions.of(CONTEXT));
    layers.add(Dropout.of(dropout));
    for (int i = 0; i < BLOCKS; i++) {
      layers.add(
          Residual.of(
              LayerNorm.standard(), MultiHeadAttention.of(HEADS).causally(), Dropout.of(dropout)));
      layers.add(
          Residual.of(
              LayerNorm.standard(),
              Dense.to(4 * WIDTH, GELU),
              Dense.to(WIDTH),
              Dropout.of(dropout)));
    }
    layers.add(LayerNorm.standard());
    layers.add(Dense.to(characters));
    return Sequential.ofInput(Shape.of(CONTEXT), layers.toArray(Block[]::new));
  }
}
