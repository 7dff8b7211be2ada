package io.bitcycle.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.workload.WarmUp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LearningRatesTest {
    private static final LearningRateParameters CIFAR = LearningRateParameters.of(0.1, 64_000);

    private static LearningRate rate(String name, LearningRateParameters run) {
        return LearningRates.named(name).orElseThrow().create(run);
    }

    /** Expected: {@code adjust_learning_rate} of the CPT code (cpt_cifar/train.py), run in Python, rounded to binary32. */
    @ParameterizedTest
    @CsvSource({
        "piecewise, 0, 0.1",
        "piecewise, 31999, 0.1",
        "piecewise, 32000, 0.01",
        "piecewise, 47999, 0.01",
        "piecewise, 48000, 0.001",
        "piecewise, 63999, 0.001",
        "linear, 0, 0.1",
        "linear, 32000, 0.1",
        "linear, 40000, 0.0690625",
        "linear, 47999, 0.038128868",
        "linear, 48000, 0.038125",
        "linear, 57599, 0.0010038671",
        "linear, 57600, 0.001",
        "linear, 63999, 0.001",
        "anneal_cosine, 0, 0.1",
        "anneal_cosine, 399, 0.09999051",
        "anneal_cosine, 16000, 0.08550178",
        "anneal_cosine, 32000, 0.0505",
        "anneal_cosine, 48000, 0.015498214",
        "anneal_cosine, 57599, 0.0034234533",
        "anneal_cosine, 63999, 0.001",
        "constant, 0, 0.1",
        "constant, 63999, 0.1",
    })
    void equalsTheCptCode(String name, long iteration, float expected) {
        assertEquals(expected, rate(name, CIFAR).at(iteration));
    }

    /** By hand, for runs that neither 2 nor 4 divides: the steps are at 2.5 and 3.75, so before iterations 3 and 4. */
    @Test
    void stepsOfAShortRun() {
        LearningRate rate = rate("piecewise", new LearningRateParameters(1, 0.5, 5, WarmUp.NONE));
        float[] byHand = {1, 1, 1, 0.5f, 0.25f};
        for (int iteration = 0; iteration < byHand.length; iteration++) {
            assertEquals(byHand[iteration], rate.at(iteration), "iteration " + iteration);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"piecewise", "linear", "anneal_cosine", "constant"})
    void warmUpComesFirst(String name) {
        LearningRate warm = rate(name, CIFAR.withCptWarmUp());
        assertEquals(0.01f, warm.at(0));
        assertEquals(0.01f, warm.at(399));
        assertEquals(rate(name, CIFAR).at(400), warm.at(400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"piecewise", "linear", "anneal_cosine", "constant"})
    void neverRisesAndEndsAtItsLastRate(String name) {
        LearningRate rate = rate(name, LearningRateParameters.of(0.3, 1_003));
        for (long iteration = 1; iteration < 1_003; iteration++) {
            assertTrue(rate.at(iteration) <= rate.at(iteration - 1), name + " rises at " + iteration);
        }
        assertEquals(rate.at(1_002), rate.at(5_000));
        assertThrows(IndexOutOfBoundsException.class, () -> rate.at(-1));
    }

    /** By hand: 0.1, 0.2, … to the initial rate, then as the schedule says; the root of 4 / 16 is 1/2. */
    @Test
    void warmUpMayRise() {
        LearningRate rate =
                rate("inverse_sqrt", LearningRateParameters.of(0.5, 100).with(new WarmUp(4, 0.1, true)));
        float[] byHand = {0.1f, 0.2f, 0.3f, 0.4f, 0.5f};
        for (int iteration = 0; iteration < byHand.length; iteration++) {
            assertEquals(byHand[iteration], rate.at(iteration), 1e-7f, "iteration " + iteration);
        }
        assertEquals(0.25f, rate.at(16));
        assertEquals(
                0.5f, rate("inverse_sqrt", LearningRateParameters.of(0.5, 100)).at(0));
        assertEquals(
                0.05f,
                rate("inverse_sqrt", LearningRateParameters.of(0.5, 1000)).at(100));
    }

    @Test
    void parametersNameEverythingWrong() {
        IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class,
                () -> new LearningRateParameters(0, 1.5, 0, new WarmUp(-1, Double.POSITIVE_INFINITY, false)));
        assertEquals(
                "learning rate is 0.0, allowed is above 0 and finite; "
                        + "warm-up rate is Infinity, allowed is above 0 and finite; "
                        + "step ratio is 1.5, allowed is above 0 and at most 1; "
                        + "iterations are 0, allowed are 1 and more; "
                        + "warm-up iterations are -1, allowed are 0 (no warm-up) and more",
                thrown.getMessage());
    }
}
