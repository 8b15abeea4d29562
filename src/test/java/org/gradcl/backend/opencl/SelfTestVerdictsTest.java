package org.gradcl.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.launch.KernelArgument;
import org.gradcl.backend.opencl.launch.KernelLaunch;
import org.gradcl.backend.opencl.launch.PlanPrinter;
import org.gradcl.backend.opencl.program.KernelSource;
import org.gradcl.backend.opencl.program.LaunchShape;
import org.gradcl.device.DeviceDescription;
import org.gradcl.plan.Compiler;
import org.gradcl.plan.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SelfTestVerdictsTest {
  @TempDir Path folder;

  @Test
  void theCacheIsTheUsersAndNeverAFolderWhereTheProgramHappensToRun() {
    Path below = Path.of("gradcl", "self-test");
    String cache = folder.toString();
    String home = folder.resolve("home").toString();
    assertThat(SelfTestVerdicts.folder(cache, home)).contains(folder.resolve(below));
    Path inHome = folder.resolve(".cache").resolve(below);
    assertThat(SelfTestVerdicts.folder(null, cache)).contains(inHome);
    assertThat(SelfTestVerdicts.folder("", cache)).contains(inHome);
    assertThat(SelfTestVerdicts.folder("relative", cache)).contains(inHome);
    assertThat(SelfTestVerdicts.folder("not\0a path", cache)).contains(inHome);
    // What Java says where the system does not know the user, as in many containers.
    assertThat(SelfTestVerdicts.folder(null, "?")).isEmpty();
    assertThat(SelfTestVerdicts.folder(null, null)).isEmpty();
  }

  @Test
  void aFolderThatCannotBeWrittenCostsTheNextProcessATestAndNothingElse() throws IOException {
    Path file = Files.createFile(folder.resolve("a file"));
    SelfTestVerdicts verdicts = new SelfTestVerdicts(file.resolve("below"));
    String key = "key of " + folder;
    assertThat(verdicts.hasPassed(key)).isFalse();
    assertThatCode(() -> verdicts.remember(key)).doesNotThrowAnyException();
    assertThat(verdicts.hasPassed(key)).isTrue();
  }

  private static final DeviceProperties DEVICE = device("platform", "name", "OpenCL 3.0", "1.0");

  private static DeviceProperties device(
      String platform, String name, String version, String driver) {
    return new DeviceProperties(
        platform,
        name,
        "vendor",
        version,
        driver,
        DeviceDescription.Type.GPU,
        4,
        1000,
        1L << 32,
        1L << 30,
        1 << 16,
        256,
        4,
        true,
        true,
        0,
        Set.of());
  }

  private static List<KernelLaunch> launches(Target.MachineClass machine) {
    Target target = new Target(machine, 64, 4, 1 << 16, 64, 1L << 30, 1L << 32);
    return PlanPrinter.print(Compiler.compile(SelfTestNet.graph(), target), DEVICE).launches();
  }

  @ParameterizedTest
  @EnumSource(
      value = Target.MachineClass.class,
      names = {"GPU", "OPENCL_CPU"})
  void aVerdictIsForTheDeviceItsDriverAndAllThatTheTestCompilesAndRuns(
      Target.MachineClass machine) {
    List<KernelLaunch> launches = launches(machine);
    List<String> keys = new ArrayList<>();
    keys.add(SelfTestVerdicts.key(DEVICE, "-w", 1e-4, launches));
    assertThat(SelfTestVerdicts.key(DEVICE, "-w", 1e-4, launches(machine))).isEqualTo(keys.get(0));

    keys.add(key(device("other", "name", "OpenCL 3.0", "1.0"), launches));
    keys.add(key(device("platform", "other", "OpenCL 3.0", "1.0"), launches));
    keys.add(key(device("platform", "name", "OpenCL 3.1", "1.0"), launches));
    keys.add(key(device("platform", "name", "OpenCL 3.0", "1.1"), launches));
    keys.add(SelfTestVerdicts.key(DEVICE, "-w -cl-opt-disable", 1e-4, launches));
    keys.add(SelfTestVerdicts.key(DEVICE, "-w", 1e-5, launches));
    for (int i = 0; i < launches.size(); i++) {
      KernelLaunch launch = launches.get(i);
      keys.add(key(DEVICE, with(launches, i, otherLine(launch, 0))));
      keys.add(key(DEVICE, with(launches, i, otherArgument(launch))));
      keys.add(key(DEVICE, with(launches, i, otherShape(launch))));
    }
    assertThat(keys).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(
      value = Target.MachineClass.class,
      names = {"GPU", "OPENCL_CPU"})
  void aVerdictIsForEveryLineOfAKernel(Target.MachineClass machine) {
    Map<String, KernelLaunch> oneOfEachKernel = new LinkedHashMap<>();
    launches(machine).forEach(launch -> oneOfEachKernel.put(launch.kernel(), launch));
    assertThat(oneOfEachKernel.keySet()).contains("forward", "backward", "weight_update");
    for (KernelLaunch launch : oneOfEachKernel.values()) {
      List<String> keys = new ArrayList<>();
      keys.add(key(DEVICE, List.of(launch)));
      // As if a kernel file, a macro of its variant or a printed expression were another.
      for (int line = 0; line < launch.source().lines().size(); line++) {
        keys.add(key(DEVICE, List.of(otherLine(launch, line))));
      }
      assertThat(keys).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    }
  }

  private static String key(DeviceProperties device, List<KernelLaunch> launches) {
    return SelfTestVerdicts.key(device, "-w", 1e-4, launches);
  }

  private static List<KernelLaunch> with(List<KernelLaunch> all, int index, KernelLaunch other) {
    List<KernelLaunch> changed = new ArrayList<>(all);
    changed.set(index, other);
    return changed;
  }

  private static KernelLaunch otherLine(KernelLaunch launch, int index) {
    List<KernelSource.Line> lines = new ArrayList<>(launch.source().lines());
    KernelSource.Line line = lines.get(index);
    lines.set(index, new KernelSource.Line(line.file(), line.number(), line.text() + ";"));
    KernelSource source = new KernelSource(launch.source().file(), lines);
    return new KernelLaunch(
        launch.launch(),
        source,
        launch.kernel(),
        launch.variant(),
        launch.arguments(),
        launch.shape(),
        launch.packedElements(),
        launch.rounds());
  }

  private static KernelLaunch otherArgument(KernelLaunch launch) {
    List<KernelArgument> arguments = new ArrayList<>(launch.arguments());
    arguments.set(0, new KernelArgument.Int(-1));
    return new KernelLaunch(
        launch.launch(),
        launch.source(),
        launch.kernel(),
        launch.variant(),
        arguments,
        launch.shape(),
        launch.packedElements(),
        launch.rounds());
  }

  private static KernelLaunch otherShape(KernelLaunch launch) {
    return new KernelLaunch(
        launch.launch(),
        launch.source(),
        launch.kernel(),
        launch.variant(),
        launch.arguments(),
        LaunchShape.of(7, 7),
        launch.packedElements(),
        launch.rounds());
  }

  @Test
  void whatIsNoFileOfOursIsNoVerdict() throws IOException {
    Files.createDirectory(folder.resolve("key"));
    assertThat(new SelfTestVerdicts(folder).hasPassed("key")).isFalse();
  }
}
