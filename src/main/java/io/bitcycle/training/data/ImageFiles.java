package io.bitcycle.training.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;

/**
 * Pictures that are files, decoded when they are asked for.
 *
 * @param files in the order of their numbers
 * @param labels class of each
 */
record ImageFiles(List<Path> files, List<Integer> labels) implements PictureSource {
    ImageFiles {
        files = List.copyOf(files);
        labels = List.copyOf(labels);
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public int label(int index) {
        return labels.get(index);
    }

    @Override
    public RgbImage read(int index) {
        return ImageFile.decode(files.get(index));
    }

    @Override
    public ImageFiles first(int count) {
        int kept = Math.min(count, size());
        return new ImageFiles(files.subList(0, kept), labels.subList(0, kept));
    }

    /** A line per file: split, class number, file name and bytes. Their content is not read: ImageNet has 150 GB. */
    @Override
    public void identify(String split, MessageDigest digest) throws IOException {
        for (int i = 0; i < size(); i++) {
            Path file = files.get(i);
            String line = split + " " + labels.get(i) + " " + file.getFileName() + " " + Files.size(file) + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
    }
}
