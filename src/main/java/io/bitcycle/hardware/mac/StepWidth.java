package io.bitcycle.hardware.mac;

import io.bitcycle.numeric.Accumulator;
import io.bitcycle.numeric.IntegerFormat;
import java.util.List;

/**
 * The widest sum that one step of one pass can give in any mode of a unit: the width of its adder tree and step register.
 *
 * @param bits two's complement
 * @param worst the products that need it, for messages
 */
public record StepWidth(int bits, String worst) {
    public static StepWidth of(MacConfig mac) {
        List<Boolean> signs = mac.operandSigns() == OperandSigns.SIGNED ? List.of(true) : List.of(false, true);
        StepWidth widest = new StepWidth(0, "");
        for (int aBits = 1; aBits <= mac.maxBits(); aBits++) {
            for (int bBits = 1; bBits <= mac.maxBits(); bBits++) {
                int products = mac.family().productsPerStep(mac, aBits, bBits);
                for (boolean aSigned : signs) {
                    for (boolean bSigned : signs) {
                        IntegerFormat a = new IntegerFormat(aBits, aSigned);
                        IntegerFormat b = new IntegerFormat(bBits, bSigned);
                        int bits = Accumulator.bitsFor(a, b, products);
                        if (bits > widest.bits) {
                            String worst =
                                    products + (products == 1 ? " product" : " products") + " of " + a + " by " + b;
                            widest = new StepWidth(bits, worst);
                        }
                    }
                }
            }
        }
        return widest;
    }

    /** The step register for operands that may take several passes: as wide as one pass needs, or as all of them do. */
    static int register(MacConfig mac, IntegerFormat a, IntegerFormat b) {
        int products = mac.family().productsPerStep(mac, a.bits(), b.bits());
        return Math.max(of(mac).bits, Accumulator.bitsFor(a, b, products));
    }
}
