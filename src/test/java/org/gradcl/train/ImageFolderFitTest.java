package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.gradcl.data.DataException;
import org.gradcl.data.augment.Augmentations;
import org.gradcl.data.folder.ImageFolder;
import org.gradcl.data.folder.ImageSizing;
import org.gradcl.data.image.ImageShape;
import org.gradcl.loss.Losses;
import org.gradcl.metric.Metrics;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Flatten;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.train.report.Evaluation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of files are trained on as any other samples, read on the thread ahead. */
class ImageFolderFitTest {
  private static final ImageShape IMAGE = ImageShape.channelsLast(4, 4, 1);
  private static final int IMAGES = 20;

  @TempDir Path folder;

  /** Images with one bright column: in the left half or in the right. */
  @BeforeEach
  void leftAndRight() throws IOException {
    for (int i = 0; i < IMAGES; i++) {
      BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
      boolean right = i % 2 == 1;
      for (int row = 0; row < 4; row++) {
        image.getRaster().setSample((right ? 2 : 0) + i / 2 % 2, row, 0, 200 + i);
      }
      Path of = Files.createDirectories(folder.resolve(right ? "right" : "left"));
      assertThat(ImageIO.write(image, "png", of.resolve(i + ".png").toFile())).isTrue();
    }
  }

  private static Trainer trainer() {
    return Trainers.onJvm()
        .model(Sequential.ofInput(IMAGE.shape(), new Flatten(), Dense.to(2)))
        .loss(Losses.softmaxCrossEntropy())
        .optimizer(Optimizers.adam(0.05))
        .build();
  }

  @Test
  void itsClassesAreLearnt() {
    ImageFolder images = ImageFolder.of(folder, IMAGE, ImageSizing.EXACT);
    try (Trainer trainer = trainer()) {
      trainer.fit(
          images.augment(3, Augmentations.noise(0.05)), Fit.epochs(20).batchSize(8).shuffle());
      Evaluation evaluation = trainer.evaluate(images, Metrics.accuracy());
      assertThat(evaluation.metric("accuracy")).isEqualTo(1);
      assertThat(evaluation.samples()).isEqualTo(IMAGES);
    }
  }

  @Test
  void aDamagedFileEndsTheFitWithItsName() throws IOException {
    ImageFolder images = ImageFolder.of(folder, IMAGE, ImageSizing.EXACT);
    Path damaged = folder.resolve("right/7.png");
    Files.write(damaged, new byte[] {1, 2, 3});
    try (Trainer trainer = trainer()) {
      assertThatThrownBy(() -> trainer.fit(images, Fit.epochs(1).batchSize(4)))
          .isInstanceOf(DataException.class)
          .hasMessage(damaged + ": its content is that of no image; remove or replace it");
      Files.delete(damaged);
      trainer.fit(ImageFolder.of(folder, IMAGE, ImageSizing.EXACT), Fit.epochs(1).batchSize(4));
    }
  }
}
