package io.bitcycle.training.layer;

import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.PaddedImages;
import io.bitcycle.tensor.SpareArrays;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.WindowSums;
import java.util.List;

/**
 * What a convolution needs of an operand's codes, formed image by image as they are quantized, or the frame alone.
 *
 * @param codes [N, C, H, W]
 * @param centre what is taken from the framed ones
 * @param framed the codes in their frame
 * @param sums per group, the sums of its windows; none where they are not formed here
 */
record PreparedCodes(CodeTensor codes, int centre, PaddedImages framed, List<WindowSums.ByImage> sums) {
    /** Prepares one image; its frame is blank before. */
    void take(int image) {
        framed.copy(codes, centre, image);
        for (WindowSums.ByImage each : sums) {
            each.add(image);
        }
    }

    /**
     * Room for a group's sums. Where there are many groups, all their sums may be larger than the layer's output: nothing of that size is kept.
     */
    static double[] room(WindowSums windows, CodeTensor codes, ConvShape shape, SpareArrays spares) {
        int size = windows.size(codes);
        return shape.groups() == 1 ? spares.doubles(size) : new double[size];
    }

    /** The same for whoever needs no sums any more, which are given away. */
    PreparedCodes withoutSums(SpareArrays spares) {
        sums.forEach(each -> spares.give(each.sums()));
        return new PreparedCodes(codes, centre, framed, List.of());
    }

    boolean isOf(CodeTensor other, int itsCentre) {
        return codes == other && centre == itsCentre;
    }

    /** Gives away all of it. */
    void giveTo(SpareArrays spares) {
        withoutSums(spares).framed.giveTo(spares, codes);
    }
}
