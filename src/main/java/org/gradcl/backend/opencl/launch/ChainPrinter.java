package org.gradcl.backend.opencl.launch;

import static org.gradcl.backend.opencl.launch.LaunchContext.memory;
import static org.gradcl.backend.opencl.launch.LaunchContext.number;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradcl.backend.opencl.program.KernelFiles;
import org.gradcl.backend.opencl.program.KernelSource;
import org.gradcl.backend.opencl.program.LaunchShape;
import org.gradcl.backend.opencl.program.Macros;
import org.gradcl.plan.Launch;
import org.gradcl.plan.MapLaunch;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.SeparateRows;
import org.gradcl.plan.Target.MachineClass;

/**
 * Prints launches in which rows do not meet as one command, {@code chain.cl}, for CPU devices:
 * there a command takes as long as a small product, since threads are woken for it. One thread.
 *
 * <p>All launches of a chain are of a few forms, each a function of its program: a program has one
 * of each kernel file, and what differs between launches of a form are numbers.
 */
final class ChainPrinter {
  /** Of fewer launches the programs that are built are hardly worth the commands that are saved. */
  private static final int FEWEST_LAUNCHES = 4;

  /** A command costs as much as so many multiply-adds: on PoCL 14 µs of 40 a nanosecond. */
  private static final double COMMAND_COST = 400_000;

  private final LaunchContext context;
  private final SeparateRows rows = new SeparateRows();
  private final Map<String, ChainPart> functions = new LinkedHashMap<>();
  private final List<ChainPart> parts = new ArrayList<>();
  private final int blockRows;

  /** The first launch is a product: it decides how many rows a work-group has. */
  private ChainPrinter(MatmulLaunch first, LaunchContext context) {
    this.context = context;
    this.blockRows = CpuProductPrinter.chainedBlocks(first, context).rows();
  }

  /**
   * The chain that begins with a launch.
   *
   * @param launches of the plan, from that one on
   * @return empty if it takes longer than its launches do one by one
   */
  static Optional<KernelLaunch> print(List<Launch> launches, LaunchContext context) {
    boolean packed = context.setting().machine() == MachineClass.OPENCL_CPU;
    if (!packed || !(launches.get(0) instanceof MatmulLaunch first)) {
      return Optional.empty();
    }
    ChainPrinter printer = new ChainPrinter(first, context);
    int next = 0;
    while (next < launches.size() && !printer.isBetterLater() && printer.add(launches.get(next))) {
      next++;
    }
    return printer.isWorthwhile() ? Optional.of(printer.chain()) : Optional.empty();
  }

  /**
   * Whether the first launch costs more than its command, so that without it any chain is better:
   * what follows need not be printed, which many steps would be for each of them.
   */
  private boolean isBetterLater() {
    return !parts.isEmpty() && parts.get(0).cost() >= COMMAND_COST;
  }

  private boolean isWorthwhile() {
    double cost = parts.stream().mapToDouble(part -> part.cost() - COMMAND_COST).sum();
    return parts.size() >= FEWEST_LAUNCHES && cost < 0 && !isBetterLater();
  }

  private boolean add(Launch launch) {
    if (!rows.add(launch)) {
      return false;
    }
    Optional<ChainPart> part = part(launch).filter(this::isOfAForm);
    if (part.isEmpty()) {
      return false;
    }
    functions.putIfAbsent(part.get().kernel().source().file(), part.get());
    parts.add(part.get());
    return true;
  }

  private Optional<ChainPart> part(Launch launch) {
    if (launch instanceof MatmulLaunch product) {
      return CpuProductPrinter.chained(product, context);
    }
    return launch instanceof MapLaunch map
        ? Optional.of(MapPrinter.chained(map, context, blockRows))
        : Optional.empty();
  }

  private boolean isOfAForm(ChainPart part) {
    ChainPart function = functions.get(part.kernel().source().file());
    return (function == null || function.callsWhat(part))
        && (parts.isEmpty() || parts.get(0).vectorWidth() == part.vectorWidth());
  }

  private KernelLaunch chain() {
    List<ChainPart> forms = List.copyOf(functions.values());
    int width = 1 + forms.stream().mapToInt(form -> form.numbers(0).size()).max().orElseThrow();
    List<KernelArgument> arguments = new ArrayList<>();
    arguments.add(number(parts.size()));
    int groupFloats = parts.stream().mapToInt(ChainPart::groupFloats).max().orElseThrow();
    arguments.add(new KernelArgument.Table(numbers(forms, width, groupFloats)));
    Set<KernelBuffer> buffers = EnumSet.noneOf(KernelBuffer.class);
    forms.forEach(form -> buffers.addAll(form.buffers()));
    buffers.forEach(buffer -> arguments.add(memory(buffer)));
    KernelLaunch first = parts.get(0).kernel();
    return new KernelLaunch(
        parts.stream().map(part -> part.kernel().launch()).toList(),
        source(forms, width, buffers),
        "chain",
        parts.size() + " launches by blocks of " + blockRows + " rows, " + first.variant(),
        arguments,
        LaunchShape.of(first.shape().groups(), 1),
        (long) first.shape().groups() * groupFloats,
        parts.stream().mapToLong(part -> part.kernel().rounds()).sum());
  }

  private List<Integer> numbers(List<ChainPart> forms, int width, int groupFloats) {
    List<Integer> numbers = new ArrayList<>();
    for (ChainPart part : parts) {
      numbers.add(forms.indexOf(functions.get(part.kernel().source().file())));
      numbers.addAll(part.numbers(groupFloats));
      while (numbers.size() % width != 0) {
        numbers.add(0);
      }
    }
    return numbers;
  }

  private static KernelSource source(List<ChainPart> forms, int width, Set<KernelBuffer> buffers) {
    StringBuilder parameters = new StringBuilder();
    buffers.forEach(buffer -> parameters.append(", ").append(ChainPart.parameter(buffer)));
    List<String> calls = new ArrayList<>();
    for (int form = 0; form < forms.size(); form++) {
      calls.add(String.format("if ((numbers)[0] == %d)", form));
      calls.add(forms.get(form).call("numbers"));
    }
    Macros macros = new Macros();
    macros.define("NUMBERS", width);
    macros.define("BUFFERS", parameters.toString());
    macros.define("LAUNCH", "(numbers)", Splice.block(calls));
    return KernelFiles.chain(forms.stream().map(form -> form.kernel().source()).toList(), macros);
  }
}
