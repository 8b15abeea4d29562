package org.gradcl.device;

/** The reasons that the choice among usable devices gives. */
public enum SelectionReason implements Reason {
  /** This device trains. */
  CHOSEN(""),
  /** The policy excludes the provider or device; it was not touched. */
  DENIED_BY_POLICY("Choose another device policy to use it."),
  /** The policy wants a GPU, and this is another kind of device. */
  NOT_A_GPU("Name it, as in --device opencl, to use it anyway."),
  /** Another device has a higher score. */
  LOWER_SCORE("Name it, by its id or part of its name, to use it anyway."),
  /** The policy names another device. */
  NOT_NAMED("Name it, by its id or part of its name, to use it."),
  /** A GPU was preferred and found, so the fallback was not needed. */
  FALLBACK_NOT_NEEDED("Ask for it, as in --device jvm, to use it anyway."),
  /** Model and optimiser do not fit in its memory. */
  TOO_LITTLE_MEMORY(
      "Use a smaller model or a device with more memory; that of the JVM engine is Java's heap,"
          + " which -Xmx sets.");

  private final String remedy;

  SelectionReason(String remedy) {
    this.remedy = remedy;
  }

  @Override
  public String remedy() {
    return remedy;
  }
}
