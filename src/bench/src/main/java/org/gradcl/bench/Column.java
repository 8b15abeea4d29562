package org.gradcl.bench;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/** The vectors of one of several columns of categories: DJL's own embedding, of indices. */
final class Column extends AbstractBlock {
  private final int number;
  private final int width;
  private final Parameter vectors;

  Column(int number, int categories, int width) {
    this.number = number;
    this.width = width;
    vectors =
        addParameter(
            Parameter.builder()
                .setName("vectors")
                .setType(Parameter.Type.WEIGHT)
                .optShape(new Shape(categories, width))
                .build());
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> parameters) {
    return Embedding.embedding(
        inputs.get(number),
        store.getValue(vectors, inputs.head().getDevice(), training),
        SparseFormat.DENSE);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    return new Shape[] {inputs[number].add(width)};
  }
}
