package io.bitcycle.training.data;

import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problem;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes image files through the JDK, whose JPEG decoder builds may differ in the last bit of a pixel. Samples are taken as
 * they are in the file, gray ones three times; colour profiles are passed over, as by Pillow. Four bands without an alpha
 * channel are inverted CMYK, as Adobe writes it (a few files of ImageNet): red = cyan x black / 255.
 */
final class ImageFile {
    private static final int CMYK = 4;
    private static final int BYTE = 8;

    private ImageFile() {}

    /** @throws BadInputException for a file that is no image */
    static RgbImage decode(Path file) {
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw bad(file, "is no image that this Java can read; allowed: JPEG, PNG and others");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return read(reader);
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw bad(file, "cannot be decoded (" + e + ")");
        }
    }

    private static RgbImage read(ImageReader reader) throws IOException {
        try {
            BufferedImage image = reader.read(0);
            boolean plain = image.getSampleModel().getSampleSize(0) == BYTE
                    && !(image.getColorModel() instanceof IndexColorModel);
            return plain ? bands(image.getRaster(), image.getColorModel().hasAlpha()) : colours(image);
        } catch (IIOException unsupported) {
            if (!reader.canReadRaster()) {
                throw unsupported;
            }
            return bands(reader.readRaster(0, null), false);
        }
    }

    private static RgbImage bands(Raster raster, boolean alpha) throws IOException {
        int bands = raster.getNumBands();
        if (bands == CMYK && !alpha) {
            return inks(raster);
        }
        int colours = alpha ? bands - 1 : bands;
        if (colours != 1 && colours != RgbImage.CHANNELS) {
            throw new IIOException(bands + " bands");
        }
        RgbImage image = new RgbImage(raster.getWidth(), raster.getHeight());
        int[] samples = new int[raster.getWidth()];
        for (int c = 0; c < RgbImage.CHANNELS; c++) {
            for (int y = 0; y < image.height(); y++) {
                raster.getSamples(
                        raster.getMinX(), raster.getMinY() + y, image.width(), 1, colours == 1 ? 0 : c, samples);
                image.setRow(c, y, samples);
            }
        }
        return image;
    }

    private static RgbImage inks(Raster raster) {
        RgbImage image = new RgbImage(raster.getWidth(), raster.getHeight());
        int[] ink = new int[raster.getWidth()];
        int[] black = new int[raster.getWidth()];
        for (int c = 0; c < RgbImage.CHANNELS; c++) {
            for (int y = 0; y < image.height(); y++) {
                raster.getSamples(raster.getMinX(), raster.getMinY() + y, image.width(), 1, c, ink);
                raster.getSamples(raster.getMinX(), raster.getMinY() + y, image.width(), 1, CMYK - 1, black);
                for (int x = 0; x < ink.length; x++) {
                    ink[x] = (ink[x] * black[x] + 127) / 255;
                }
                image.setRow(c, y, ink);
            }
        }
        return image;
    }

    /** Palettes and deep samples. */
    private static RgbImage colours(BufferedImage source) {
        RgbImage image = new RgbImage(source.getWidth(), source.getHeight());
        int[] argb = new int[image.width()];
        int[] samples = new int[image.width()];
        for (int y = 0; y < image.height(); y++) {
            source.getRGB(0, y, image.width(), 1, argb, 0, image.width());
            for (int c = 0; c < RgbImage.CHANNELS; c++) {
                for (int x = 0; x < argb.length; x++) {
                    samples[x] = argb[x] >> BYTE * (RgbImage.CHANNELS - 1 - c) & 0xFF;
                }
                image.setRow(c, y, samples);
            }
        }
        return image;
    }

    private static BadInputException bad(Path file, String message) {
        return new BadInputException(List.of(Problem.at(Position.of(file.toString()), "", message)));
    }
}
