package org.gradcl.backend.opencl.tuning;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradcl.backend.DeviceRejectedException;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.discovery.OpenClReason;
import org.gradcl.device.DeviceDescription;
import org.gradcl.plan.Target.MachineClass;

/**
 * How a device multiplies matrices, and with it which variants of all kernels it uses: {@code
 * matmul_packed} with vectors and few work-groups on CPU devices; on others, and on CPU devices
 * whose driver ends long loops, the bodies for many work-items, chosen by {@link ProductModel}. The
 * system property {@value #PROPERTY} forces one, so that all can be run on every device.
 *
 * @param machine the class of machine that the device is treated as
 * @param body {@code product}, which chooses, the name of a row of the table, or {@code skinny}
 * @param parts of the inner extent of every product, 0: as few as its sums allow
 * @param tensor whether tensor cores are among the bodies that are chosen
 */
public record MatmulSetting(MachineClass machine, String body, int parts, boolean tensor) {
  /**
   * The system property: {@code matmul_packed}, {@code product}, the name of a row such as {@code
   * 64x64x16} or {@code skinny 4x8}, {@code skinny} for the row that fits, or {@code tensor}; the
   * last four may say in how many parts the inner extent is cut, as in {@code 64x64x16/3}.
   */
  public static final String PROPERTY = "gradcl.opencl.matmul";

  private static final String CHOSEN = "product";
  private static final String SKINNY = "skinny";
  private static final String TENSOR = "tensor";
  private static final Pattern BODY = Pattern.compile("([^/]+)(?:/(\\d{1,3}))?");

  /** The setting of a class of machine, whatever the system property says. */
  public static MatmulSetting of(MachineClass machine) {
    return machine == MachineClass.GPU ? chosen() : packed();
  }

  /**
   * The setting of a device, by the system property where it is set.
   *
   * @throws IllegalArgumentException if the property has another value
   */
  public static MatmulSetting of(DeviceProperties device) {
    String forced = System.getProperty(PROPERTY);
    if (forced == null) {
      // Few work-items, each with much to do, are not for a driver that ends their loops.
      boolean fewItems = device.mostLoopRounds() == Long.MAX_VALUE;
      return device.type() == DeviceDescription.Type.CPU && fewItems ? packed() : chosen();
    }
    if (forced.equals(KernelFamily.MATMUL_PACKED.word())) {
      return packed();
    }
    Matcher body = BODY.matcher(forced);
    boolean known = body.matches() && bodies().contains(body.group(1));
    if (!known || (body.group(2) != null && body.group(1).equals(CHOSEN))) {
      throw new IllegalArgumentException(
          String.format(
              "The system property %s is '%s'; known are '%s', '%s', and a body: %s, with the"
                  + " number of parts that its sums are cut into, if wanted, as in 'skinny/3'",
              PROPERTY,
              forced,
              KernelFamily.MATMUL_PACKED.word(),
              CHOSEN,
              bodies().stream()
                  .filter(word -> !word.equals(CHOSEN))
                  .collect(Collectors.joining("', '", "'", "'"))));
    }
    int parts = body.group(2) == null ? 0 : Integer.parseInt(body.group(2));
    return new MatmulSetting(MachineClass.GPU, body.group(1), parts, false);
  }

  /** Whether bodies for many work-items are chosen, product by product. */
  public boolean isChosen() {
    return body.equals(CHOSEN);
  }

  /** This with tensor cores among the bodies that are chosen. */
  public MatmulSetting withTensor() {
    return new MatmulSetting(machine, body, parts, true);
  }

  /** This without tensor cores among the bodies that are chosen; one that is forced stays. */
  public MatmulSetting withoutTensor() {
    return new MatmulSetting(machine, body, parts, false);
  }

  /** This with all products by one body, a row of the table. */
  public MatmulSetting forcing(String row) {
    return new MatmulSetting(MachineClass.GPU, row, parts, tensor);
  }

  private static MatmulSetting packed() {
    return new MatmulSetting(MachineClass.OPENCL_CPU, KernelFamily.MATMUL_PACKED.word(), 0, false);
  }

  private static MatmulSetting chosen() {
    return new MatmulSetting(MachineClass.GPU, CHOSEN, 0, false);
  }

  private static List<String> bodies() {
    Stream<String> rows =
        KernelVariants.ALL.stream()
            .filter(row -> KernelVariants.isProduct(row.family()))
            .map(KernelVariant::name);
    return Stream.concat(rows, Stream.of(SKINNY, TENSOR, CHOSEN)).toList();
  }

  /**
   * How a product is computed.
   *
   * @param extents with the rows of a full batch
   * @throws DeviceRejectedException if no body, or not the forced one, runs on the device
   */
  public ProductChoice choose(ProductExtents extents, DeviceProperties device) {
    List<KernelVariant> rows =
        KernelVariants.products(device).stream().filter(row -> admits(row, extents)).toList();
    Optional<ProductChoice> choice =
        body.equals(CHOSEN)
            ? ProductModel.choose(extents, rows, device)
            : rows.stream().findFirst().map(row -> ProductModel.forced(extents, row, parts));
    return choice.orElseThrow(
        () ->
            new DeviceRejectedException(
                OpenClReason.NO_KERNEL_VARIANT, KernelVariants.noneOf(body, device)));
  }

  private boolean admits(KernelVariant row, ProductExtents extents) {
    return switch (body) {
      case CHOSEN -> tensor || row.family() != KernelFamily.PRODUCT_TENSOR;
      case TENSOR -> row.family() == KernelFamily.PRODUCT_TENSOR;
      case SKINNY -> ProductModel.isSkinny(row, extents);
      default -> row.name().equals(body);
    };
  }
}
