package org.gradcl.backend;

import java.util.List;

/**
 * Finds the devices of one engine. Found by {@code ServiceLoader}; has a public constructor without
 * arguments that touches nothing. Safe for use by several threads.
 */
public interface BackendProvider {
  /** The engine's word in code, flags and docs: {@code jvm} or {@code opencl}. */
  String name();

  /** The engine's name for people: {@code JVM engine} or {@code OpenCL}. */
  String title();

  /**
   * All devices, usable or not, each with its reason if not; never throws for a broken driver. At
   * least one entry: an engine without any device yields a rejection that says why.
   */
  List<Candidate> candidates();
}
