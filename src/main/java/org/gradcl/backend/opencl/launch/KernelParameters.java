package org.gradcl.backend.opencl.launch;

import java.util.ArrayList;
import java.util.List;

/** Further parameters of a kernel as text, with the arguments bound to them. One thread. */
final class KernelParameters {
  private final StringBuilder text = new StringBuilder();
  private final List<KernelArgument> arguments = new ArrayList<>();

  /** Adds one that holds a buffer. */
  void memory(String type, String name, KernelBuffer buffer) {
    add(type, name, new KernelArgument.Memory(buffer));
  }

  /** Adds one that holds an int. */
  void number(String name, int value) {
    add("const int ", name, new KernelArgument.Int(value));
  }

  /** Adds one that holds a float. */
  void number(String name, float value) {
    add("const float ", name, new KernelArgument.Real(value));
  }

  private void add(String type, String name, KernelArgument argument) {
    text.append("\n, ").append(type).append(name);
    arguments.add(argument);
  }

  /** The declarations, each behind a comma, as they follow those of a kernel's body. */
  String text() {
    return text.toString();
  }

  /** What is bound to them, in order. */
  List<KernelArgument> arguments() {
    return arguments;
  }
}
