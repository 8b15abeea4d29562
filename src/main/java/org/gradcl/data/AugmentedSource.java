package org.gradcl.data;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradcl.random.RandomKey;
import org.gradcl.tensor.Shape;

/** A source whose samples are changed at random in each pass. */
final class AugmentedSource implements BatchSource {
  private final BatchSource source;
  private final RandomKey key;
  private final List<Augmentation> augmentations;
  private final Map<String, Shape> shapes;

  /**
   * A source that is augmented.
   *
   * @throws DataException if there are no augmentations, or one can't take the samples
   * @throws UnsupportedBySourceException if one reads other samples and the source can't seek
   */
  AugmentedSource(BatchSource source, long seed, List<Augmentation> augmentations) {
    this.source = source;
    this.key = RandomKey.ofSeed(seed);
    this.augmentations = augmentations;
    if (augmentations.isEmpty()) {
      throw new DataException("Name at least one augmentation of " + source);
    }
    Map<String, Shape> changed = new LinkedHashMap<>(source.sampleShapes());
    for (Augmentation augmentation : augmentations) {
      changed = augmentation.shapes(changed);
      if (augmentation.readsAnother() && !source.capabilities().contains(Capability.SEEKABLE)) {
        throw new UnsupportedBySourceException(
            String.format(
                "%s mixes a sample with another one, for which the source %s would have to seek,"
                    + " which it cannot: leave it out, or let the source seek",
                augmentation, source));
      }
    }
    this.shapes = new LinkedHashMap<>(changed);
  }

  @Override
  public long samples() {
    return source.samples();
  }

  @Override
  public Map<String, Shape> sampleShapes() {
    return new LinkedHashMap<>(shapes);
  }

  /** Augmentations may be slow and return any number. */
  @Override
  public Set<Capability> capabilities() {
    Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
    capabilities.addAll(source.capabilities());
    capabilities.removeAll(EnumSet.of(Capability.IN_MEMORY, Capability.FINITE));
    return capabilities;
  }

  @Override
  public BatchCursor open(SampleOrder order) {
    return new AugmentedCursor(source, shapes, augmentations, key, order);
  }

  @Override
  public String toString() {
    return source + ", augmented";
  }
}
