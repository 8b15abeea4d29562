package org.gradcl.backend.jvm;

import org.gradcl.device.Reason;

/** Reasons why the JVM engine can't be used. */
enum JvmReason implements Reason {
  /** A system property asks for something that is not possible here; the detail says what. */
  SETTING_NOT_POSSIBLE(
      "Change or remove the property gradcl.jvm.provider, gradcl.jvm.vectorBits or"
          + " gradcl.jvm.threads.");

  private final String remedy;

  JvmReason(String remedy) {
    this.remedy = remedy;
  }

  @Override
  public String remedy() {
    return remedy;
  }
}
