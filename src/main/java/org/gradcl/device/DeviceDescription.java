package org.gradcl.device;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A description of a device for people, for reports and for the choice between devices.
 *
 * @param provider the provider's name, {@code jvm} or {@code opencl}: the word for the engine
 * @param id by which it can be named: {@code jvm}, or {@code opencl:PLATFORM:DEVICE}
 * @param name for people: the device's own name, such as {@code NVIDIA H200}
 * @param summary one line for people, such as {@code OpenCL · NVIDIA CUDA · NVIDIA H200} or {@code
 *     JVM engine, 2 threads, 256-bit vectors}
 * @param type what kind of device
 * @param properties further properties by name, in order, for people; a device can also be named by
 *     part of those called {@code vendor} and {@code version}
 */
public record DeviceDescription(
    String provider,
    String id,
    String name,
    String summary,
    Type type,
    Map<String, String> properties) {

  /** Kinds of device. */
  public enum Type {
    /** A graphics processor. */
    GPU,
    /** A processor seen through OpenCL. */
    CPU,
    /** Another accelerator. */
    ACCELERATOR,
    /** The Java virtual machine itself. */
    JVM,
    /** No device: an engine or a platform that has none, or that was not looked at. */
    NONE
  }

  /** Copies the map and keeps its order. */
  public DeviceDescription {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }
}
