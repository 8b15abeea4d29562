package org.gradcl.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradcl.tensor.HostTensor;

/**
 * The content of a safetensors file.
 *
 * @param tensors by name, in the order of the header
 * @param metadata the strings under {@code __metadata__}, empty if there are none
 */
public record SafetensorsContent(Map<String, HostTensor> tensors, Map<String, String> metadata) {
  /** Copies the maps and keeps their order; the tensors are shared. */
  public SafetensorsContent {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }
}
