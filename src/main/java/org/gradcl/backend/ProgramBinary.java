package org.gradcl.backend;

import java.util.List;

/**
 * A program as a device's driver compiled it, for whoever judges what the compiler made of it.
 *
 * @param kernel the name of its kernel
 * @param source in the device's language
 * @param options that the compiler was given
 * @param binary what the driver keeps: an ELF file, an assembler's text, or what it likes
 * @param uses the launches that it is for, for people: plan, name, shape and variant
 */
public record ProgramBinary(
    String kernel, String source, String options, byte[] binary, List<String> uses) {

  /** Copies the list. */
  public ProgramBinary {
    uses = List.copyOf(uses);
  }
}
