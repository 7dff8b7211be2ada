package io.bitcycle.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizersTest {
    /** Rows: name, output channels with a range of their own out of three, whether errors are folded. */
    @ParameterizedTest
    @CsvSource({
        "cpt, 3, false",
        "cpt-folded, 3, true",
        "cpt-tensor, 1, false",
        "symmetric, 1, false",
        "symmetric-pow2, 1, false",
        "affine, 1, false",
        "dorefa, 1, false"
    })
    void findsQuantizersByName(String name, int weightRanges, boolean folds) {
        Quantizer quantizer = Quantizers.named(name);
        assertEquals(name, quantizer.name());
        assertEquals(folds, quantizer.foldsWeightScale());
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
