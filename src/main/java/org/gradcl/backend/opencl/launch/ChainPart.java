package org.gradcl.backend.opencl.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A launch as a function that {@code chain.cl} calls.
 *
 * @param kernel as it would be enqueued for the blocks of the chain
 * @param vectorWidth floats of a vector, which all functions of a program share
 * @param cost by how much longer it takes than alone, in multiply-adds of a compute unit
 */
record ChainPart(KernelLaunch kernel, int vectorWidth, double cost) {
  /** The buffers that it is given, in order. */
  List<KernelBuffer> buffers() {
    List<KernelBuffer> buffers = new ArrayList<>();
    for (KernelArgument argument : kernel.arguments()) {
      if (argument instanceof KernelArgument.Memory memory) {
        buffers.add(memory.buffer());
      }
    }
    return buffers;
  }

  /** The floats of {@link KernelBuffer#PACKED} that a work-group needs; 0 if it packs nothing. */
  int groupFloats() {
    return kernel.arguments().stream()
        .filter(KernelArgument.GroupFloats.class::isInstance)
        .mapToInt(argument -> ((KernelArgument.GroupFloats) argument).value())
        .max()
        .orElse(0);
  }

  /**
   * The other arguments as ints, floats by their bits.
   *
   * @param groupFloats of the chain: groups are at different launches at a time, so that all
   *     launches have to lay out the memory of groups alike
   */
  List<Integer> numbers(int groupFloats) {
    List<Integer> numbers = new ArrayList<>();
    for (KernelArgument argument : kernel.arguments()) {
      if (argument instanceof KernelArgument.Int number) {
        numbers.add(number.value());
      } else if (argument instanceof KernelArgument.GroupFloats) {
        numbers.add(groupFloats);
      } else if (argument instanceof KernelArgument.Real real) {
        numbers.add(Float.floatToRawIntBits(real.value()));
      }
    }
    return numbers;
  }

  /** Whether it is a call of the same function: numbers alone differ. */
  boolean callsWhat(ChainPart other) {
    return kernel.source().equals(other.kernel.source()) && buffers().equals(other.buffers());
  }

  /**
   * The call.
   *
   * @param numbers the name of an int array, behind whose first element the numbers lie
   */
  String call(String numbers) {
    List<String> arguments = new ArrayList<>();
    int next = 1;
    for (KernelArgument argument : kernel.arguments()) {
      if (argument instanceof KernelArgument.Memory memory) {
        arguments.add(name(memory.buffer()));
      } else {
        String number = "(" + numbers + ")[" + next++ + "]";
        boolean real = argument instanceof KernelArgument.Real;
        arguments.add(real ? "as_float(" + number + ")" : number);
      }
    }
    return kernel.kernel() + "(" + String.join(", ", arguments) + ");";
  }

  /** A buffer as a parameter. */
  static String parameter(KernelBuffer buffer) {
    return (buffer == KernelBuffer.RECORDS ? "__global int *" : "__global float *") + name(buffer);
  }

  private static String name(KernelBuffer buffer) {
    return buffer.name().toLowerCase(Locale.ROOT) + "_buffer";
  }
}
