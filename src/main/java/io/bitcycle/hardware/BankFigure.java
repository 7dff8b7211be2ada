package io.bitcycle.hardware;

import io.bitcycle.json.JsonTypes;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** A figure of a memory bank: the same for any capacity, or published for some capacities and interpolated between them. */
sealed interface BankFigure {
    /** The figure for a bank of this capacity; empty where that would extrapolate. */
    Optional<EnergyEntry> at(long bankBits);

    /** One figure, whatever the capacity. */
    record Constant(EnergyEntry entry) implements BankFigure {
        @Override
        public Optional<EnergyEntry> at(long bankBits) {
            return Optional.of(entry);
        }
    }

    /** A published bank. */
    record Point(int bankBytes, EnergyEntry entry) {
        private long bits() {
            return 8L * bankBytes;
        }
    }

    /**
     * Published banks.
     *
     * @param points ascending, at least one
     */
    record Curve(Interpolation method, List<Point> points) implements BankFigure {
        public Curve {
            points = List.copyOf(points);
        }

        @Override
        public Optional<EnergyEntry> at(long bankBits) {
            for (int i = 0; i < points.size(); i++) {
                Point point = points.get(i);
                if (point.bits() == bankBits) {
                    return Optional.of(point.entry());
                }
                if (i > 0 && points.get(i - 1).bits() < bankBits && bankBits < point.bits()) {
                    return Optional.of(between(points.get(i - 1), point, bankBits));
                }
            }
            return Optional.empty();
        }

        private EnergyEntry between(Point below, Point above, long bankBits) {
            BigDecimal value = method.between(
                    bankBits,
                    below.bits(),
                    below.entry().value(),
                    above.bits(),
                    above.entry().value());
            return new EnergyEntry(
                    value,
                    "Interpolated (" + JsonTypes.label(method) + " in bank capacity) between " + below.bankBytes()
                            + " B [" + below.entry().source() + "] and " + above.bankBytes() + " B ["
                            + above.entry().source() + "]");
        }

        /** Smallest and largest capacity in words. */
        String range() {
            return points.get(0).bankBytes() + " to "
                    + points.get(points.size() - 1).bankBytes() + " B";
        }
    }
}
