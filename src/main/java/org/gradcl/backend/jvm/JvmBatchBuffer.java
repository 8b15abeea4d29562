package org.gradcl.backend.jvm;

import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.plan.Place;
import org.gradcl.plan.Plan;

/** A batch in a Java array; the launches read it where it is. */
final class JvmBatchBuffer implements BatchBuffer {
  private final float[] array;
  private final Map<String, FloatBuffer> inputs;

  JvmBatchBuffer(Plan plan) {
    this.array = new float[plan.inputElements()];
    Map<String, FloatBuffer> buffers = new LinkedHashMap<>();
    plan.inputs()
        .forEach(
            (name, binding) -> {
              Place place = binding.place();
              buffers.put(name, FloatBuffer.wrap(array, place.base(), place.elements()).slice());
            });
    this.inputs = Collections.unmodifiableMap(buffers);
  }

  float[] array() {
    return array;
  }

  @Override
  public Map<String, FloatBuffer> inputs() {
    return inputs;
  }
}
