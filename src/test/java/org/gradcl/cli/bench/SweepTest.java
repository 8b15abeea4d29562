package org.gradcl.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.gradcl.cli.plot.SweepPlot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
  private static final Roofline ROOFLINE =
      new Roofline(
          1e11,
          List.of(new Roofline.Bandwidth(1000, 8e10), new Roofline.Bandwidth(100_000, 2e10)),
          1e-6);

  @Test
  void sizesGrowToWhatTakesTooLong() {
    assertThat(Sweep.points())
        .hasSize(38)
        .contains(
            new SweepPoint(16, 1),
            new SweepPoint(32, 65_536),
            new SweepPoint(1024, 4096),
            new SweepPoint(4096, 32))
        .doesNotContain(new SweepPoint(1024, 65_536), new SweepPoint(4096, 512));
    // 2·B·W² for each of two products of the first layer and three of the others.
    assertThat(new SweepPoint(1024, 512).flops()).isEqualTo(16.0 * 512 * 1024 * 1024);
    assertThat(new SweepPoint(16, 32).workload().flops()).isEqualTo(16.0 * 32 * 16 * 16);
  }

  @Test
  void sizesAreGivenAsWidthAndBatch() {
    assertThat(Sweep.points(List.of("1024x512", "16X1")))
        .containsExactly(new SweepPoint(1024, 512), new SweepPoint(16, 1));
    assertThatThrownBy(() -> SweepPoint.parse("W1"))
        .hasMessage("--sweep takes sizes as WIDTHxBATCH, such as 1024x512, found 'W1'");
    assertThatThrownBy(() -> SweepPoint.parse("0x8"))
        .hasMessage("Width and batch are from 1 to 1048576, found '0x8'");
    assertThatThrownBy(() -> SweepPoint.parse("65536x512"))
        .hasMessageContaining("A step of 65536x512 is 35184 GFLOP, and 550 are the most");
  }

  @Test
  void theSlowestOfThreeBoundsIsTheFloor() {
    Roofline.Work arithmetic = new Roofline.Work(1e9, 1000, 500, 10);
    assertThat(ROOFLINE.bound(arithmetic)).isEqualTo(Roofline.Bound.ARITHMETIC);
    assertThat(ROOFLINE.seconds(Roofline.Bound.ARITHMETIC, arithmetic))
        .isCloseTo(0.01, within(1e-12));
    // Of two bandwidths that of the next larger size counts, of larger ones the last.
    Roofline.Work memory = new Roofline.Work(1e6, 80_000_000, 1000, 10);
    assertThat(ROOFLINE.bound(memory)).isEqualTo(Roofline.Bound.MEMORY);
    assertThat(ROOFLINE.seconds(Roofline.Bound.MEMORY, memory)).isCloseTo(0.001, within(1e-12));
    assertThat(ROOFLINE.bandwidth(1001)).isEqualTo(2e10);
    assertThat(ROOFLINE.bandwidth(1 << 30)).isEqualTo(2e10);
    Roofline.Work launches = new Roofline.Work(1e3, 1000, 500, 10);
    assertThat(ROOFLINE.bound(launches)).isEqualTo(Roofline.Bound.LAUNCHES);
    assertThat(ROOFLINE)
        .hasToString(
            "roofline: 100 GFLOP/s of multiply-adds; memory 80.0 GB/s at 1000 B, 20.0 GB/s at 97.7"
                + " KiB; 1.00 µs an empty launch");
  }

  @Test
  void figuresOfASizeAreThoseOfItsTime() throws IOException {
    Sweep sweep = sweep();
    StringWriter writer = new StringWriter();
    SweepJson.write(writer, sweep);
    assertThat(writer.toString().replaceAll("\\s", ""))
        .contains("\"engine\":\"jvm\",\"device\":\"JVMengine\",\"roofline\":{\"gflops\":100.0,")
        .contains("\"bandwidths\":[{\"bytes\":1000,\"gigabytesPerSecond\":80.0}")
        .contains("\"width\":16,\"batch\":64,\"medianMs\":0.5,\"bestMs\":0.25")
        .endsWith("\"bound\":\"memory\",\"floorMs\":0.1,\"shareOfRoofline\":0.8}]}");
    StringWriter table = new StringWriter();
    sweep.table().print(new PrintWriter(table));
    assertThat(table.toString()).contains("memory", "0.80");
  }

  @Test
  void aLineHasTheSizesOfAWidthByTheirWork() {
    List<SweepPlot.Line> lines = sweep().lines();
    assertThat(lines).extracting(SweepPlot.Line::name).containsExactly("width 16");
    assertThat(lines.get(0).work()).isSorted().hasSize(2);
    assertThat(lines.get(0).milliseconds()).containsExactly(0.125, 0.25);
    assertThat(lines.get(0).floor()).containsExactly(0.1, 0.2);
  }

  private static Sweep sweep() {
    return new Sweep(
        "jvm", "JVM engine", ROOFLINE, List.of(measured(64, 0.25, 0.2), measured(32, 0.125, 0.1)));
  }

  private static SweepMeasurement measured(int batch, double bestMs, double floorMs) {
    SweepPoint point = new SweepPoint(16, batch);
    Measurement time =
        new Measurement(
            point.name(),
            "jvm",
            "JVM engine",
            0.5,
            bestMs,
            1,
            1,
            2,
            10,
            10,
            0,
            OptionalLong.empty());
    return new SweepMeasurement(point, time, floorMs, Roofline.Bound.MEMORY);
  }

  @Test
  void theProcessorIsReadWithItsWidestVectors(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("cpuinfo");
    Files.writeString(file, "processor\t: 0\nmodel name\t: A 9\nflags\t\t: fpu avx avx2 fma\n");
    assertThat(Machine.processor(file)).isEqualTo("A 9 avx2");
    assertThat(Machine.processor(folder.resolve("absent"))).isEqualTo("unknown");
  }
}
