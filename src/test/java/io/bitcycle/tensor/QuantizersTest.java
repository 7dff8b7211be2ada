package io.bitcycle.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizersTest {
    /** Rows: name, output channels with a range of their own out of three, whether errors are folded, whether codes have offsets. */
    @ParameterizedTest
    @CsvSource({
        "cpt, 3, false, true",
        "cpt-folded, 3, true, true",
        "cpt-tensor, 1, false, true",
        "symmetric, 1, false, false",
        "symmetric-pow2, 1, false, false",
        "affine, 1, false, true",
        "dorefa, 1, false, true"
    })
    void findsQuantizersByName(String name, int weightRanges, boolean folds, boolean offsets) {
        Quantizer quantizer = Quantizers.named(name);
        assertEquals(name, quantizer.name());
        assertEquals(folds, quantizer.foldsWeightScale());
        assertEquals(offsets, quantizer.hasOffsets());
        assertEquals(
                weightRanges,
                quantizer.weightRanges(FloatTensor.zeros(3, 5), Parallel.SERIAL).size());
    }

    @Test
    void namesAreDistinct() {
        assertEquals(
                Quantizers.ALL.size(),
                Quantizers.ALL.stream().map(Quantizer::name).distinct().count());
    }

    @Test
    void anUnknownNameListsTheKnownOnes() {
        assertEquals(
                "no quantizer is named \"ctp\"; there are cpt, cpt-folded, cpt-tensor, symmetric,"
                        + " symmetric-pow2, affine, dorefa",
                assertThrows(IllegalArgumentException.class, () -> Quantizers.named("ctp"))
                        .getMessage());
    }
}
