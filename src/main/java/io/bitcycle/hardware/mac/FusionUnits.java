package io.bitcycle.hardware.mac;

import io.bitcycle.numeric.Accumulator;
import io.bitcycle.numeric.IntegerFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fusion units. Each brick multiplies a crumb of {@code min_bits} of A by one of B; the top crumb of a signed operand is
 * signed, every other one is not. Products are added at their crumbs' weights. An operand wider than the unit
 * takes several passes, whose sums are shifted and added in the step register; A's part changes slowest.
 *
 * <p>Where a step is one pass and an int holds all lanes, operand registers are packed and crumbs are wires from them. Else
 * each lane has a word of its own with what the pass has of its operand.
 */
final class FusionUnits extends MacUnits {
    private final FusionPort a;
    private final FusionPort b;
    private final boolean packed;
    private final List<FusionBrick> bricks = new ArrayList<>();
    private final int[][] aWords;
    private final int[][] bWords;
    private final int[] narrowPass;
    private final long[] widePass;
    private final long[] steps;

    FusionUnits(int count, int lanes, FusionPort a, FusionPort b, int sumBits, int valueBits) {
        super(count, lanes, sumBits, valueBits);
        this.a = a;
        this.b = b;
        int passBits = Accumulator.bitsFor(IntegerFormat.unsigned(a.bits()), IntegerFormat.unsigned(b.bits()), lanes);
        boolean onePass = a.passes() * b.passes() == 1;
        boolean narrow = onePass ? narrowSums() != null : passBits <= Integer.SIZE;
        this.packed = onePass && narrow && lanes * Math.max(a.bits(), b.bits()) <= Integer.SIZE;
        this.aWords = new int[packed ? 1 : lanes][count];
        this.bWords = new int[packed ? 1 : lanes][count];
        this.narrowPass = narrow ? onePass ? narrowSums() : new int[count] : null;
        this.widePass = narrow ? null : new long[count];
        this.steps = new long[onePass && narrow ? 0 : count];
        for (int lane = 0; lane < lanes; lane++) {
            for (int i = 0; i < a.crumbs(); i++) {
                for (int j = 0; j < b.crumbs(); j++) {
                    bricks.add(new FusionBrick(
                            (lanes > 1 ? lane + "_" : "") + i + "_" + j,
                            packed ? 0 : lane,
                            a.crumb(packed ? lane * a.bits() : 0, i),
                            b.crumb(packed ? lane * b.bits() : 0, j),
                            a.crumbBits() * (i + j)));
                }
            }
        }
    }

    @Override
    public OperandRegister aRegister() {
        return register(a);
    }

    @Override
    public OperandRegister bRegister() {
        return register(b);
    }

    private OperandRegister register(FusionPort port) {
        return packed ? new OperandRegister(lanes(), port.bits(), port.signed()) : OperandRegister.plain(lanes());
    }

    @Override
    public void tick(int[] aRegisters, int[] bRegisters, int[] control) {
        if (packed) {
            aWords[0] = aRegisters;
            bWords[0] = bRegisters;
        } else {
            takeParts(aRegisters, bRegisters, control);
        }
        if (narrowPass != null) {
            Arrays.fill(narrowPass, 0);
            bricks.forEach(brick -> brick.add(aWords[brick.word()], bWords[brick.word()], narrowPass, count()));
        } else {
            Arrays.fill(widePass, 0);
            bricks.forEach(brick -> brick.add(aWords[brick.word()], bWords[brick.word()], widePass, count()));
        }
        if (steps.length == 0) {
            checkNarrow();
        } else {
            addPass(control);
        }
    }

    private void takeParts(int[] aRegisters, int[] bRegisters, int[] control) {
        for (int u = 0; u < count(); u++) {
            int pass = control[u] >> 1;
            for (int lane = 0; lane < lanes(); lane++) {
                int at = u * lanes() + lane;
                aWords[lane][u] = pass < 0 ? 0 : a.part(aRegisters[at], pass / b.passes());
                bWords[lane][u] = pass < 0 ? 0 : b.part(bRegisters[at], pass % b.passes());
            }
        }
    }

    private void addPass(int[] control) {
        for (int u = 0; u < count(); u++) {
            int word = control[u];
            if (word >= 0) {
                int pass = word >> 1;
                int shift = pass / b.passes() * a.bits() + pass % b.passes() * b.bits();
                long sum = narrowPass != null ? narrowPass[u] : widePass[u];
                steps[u] = (pass == 0 ? 0 : steps[u]) + (sum << shift);
            }
            finish(u, isLast(word) ? steps[u] : 0);
        }
    }

    @Override
    public List<Signal> signals() {
        List<Signal> signals = new ArrayList<>();
        // A brick multiplies crumbs extended by their sign: (m + 1) x (m + 1) bits.
        int bits = 2 * (a.crumbBits() + 1);
        for (FusionBrick brick : bricks) {
            int word = brick.word();
            signals.add(new Signal(
                    "brick" + brick.place(),
                    bits,
                    u -> pattern(brick.product(aWords[word][u], bWords[word][u]), bits)));
        }
        if (a.passes() * b.passes() > 1) {
            signals.add(new Signal("step", sumBits(), u -> pattern(steps[u], sumBits())));
        }
        return signals;
    }
}
