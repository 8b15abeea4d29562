package org.gradcl.data.table;

/** What the outputs of a network say of classes, an output a class. */
final class ClassOutputs {
  private ClassOutputs() {}

  /** For each row the class with the largest output, the first of equal ones. */
  static int[] largest(float[] outputs, int classes) {
    int[] indices = new int[outputs.length / classes];
    for (int row = 0; row < indices.length; row++) {
      int first = row * classes;
      for (int i = 1; i < classes; i++) {
        if (outputs[first + i] > outputs[first + indices[row]]) {
          indices[row] = i;
        }
      }
    }
    return indices;
  }

  /** The softmax of each row, in float64. */
  static float[] softmax(float[] outputs, int classes) {
    float[] probabilities = new float[outputs.length];
    for (int first = 0; first < outputs.length; first += classes) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = first; i < first + classes; i++) {
        largest = Math.max(largest, outputs[i]);
      }
      double sum = 0;
      for (int i = first; i < first + classes; i++) {
        sum += Math.exp(outputs[i] - largest);
      }
      for (int i = first; i < first + classes; i++) {
        probabilities[i] = (float) (Math.exp(outputs[i] - largest) / sum);
      }
    }
    return probabilities;
  }
}
