package io.bitcycle.hardware;

import io.bitcycle.hardware.EnergyFigures.BufferFigures;
import io.bitcycle.hardware.EnergyFigures.Leakage;
import io.bitcycle.hardware.memory.BufferConfig;
import io.bitcycle.hardware.memory.BuffersConfig;
import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.json.Fields;
import io.bitcycle.json.JsonTypes;
import java.util.Optional;

/** No figure of a buffer is extrapolated: the hwconfig's banks lie within the published ones. */
final class FigureRules {
    private final Fields root;
    private final BuffersConfig buffers;

    private FigureRules(Fields root, BuffersConfig buffers) {
        this.root = root;
        this.buffers = buffers;
    }

    static void check(
            Fields root,
            Optional<BuffersConfig> buffers,
            Optional<EnergyFigures> energy,
            Optional<SiliconFigures> area) {
        if (buffers.isEmpty()) {
            return;
        }
        FigureRules rules = new FigureRules(root, buffers.get());
        for (Operand operand : Operand.values()) {
            energy.ifPresent(figures -> rules.energy(operand, figures.buffers().get(operand)));
            energy.map(EnergyFigures::leakage).ifPresent(leakage -> {
                if (leakage instanceof Leakage.Parts parts) {
                    rules.silicon("energy.leakage.", operand, parts.figures());
                }
            });
            area.ifPresent(figures -> rules.silicon("area.", operand, figures));
        }
    }

    private void energy(Operand operand, BufferFigures figures) {
        String path = "energy." + EnergyFigures.bufferKey(operand);
        within(operand, path + ".read", figures.read());
        within(operand, path + ".write", figures.write());
    }

    private void silicon(String path, Operand operand, SiliconFigures figures) {
        if (figures.banks().containsKey(operand)) {
            within(
                    operand,
                    path + SiliconFigures.bankKey(operand),
                    figures.banks().get(operand));
        }
    }

    private void within(Operand operand, String path, BankFigure figure) {
        BufferConfig buffer = buffers.of(operand);
        if (figure.at(buffer.bankBits()).isPresent()) {
            return;
        }
        root.problem(
                path + ".points",
                "are banks of " + ((BankFigure.Curve) figure).range() + ", but a bank of buffers."
                        + JsonTypes.label(operand) + " (" + buffer.kib() + " KiB / " + buffer.banks() + ") holds "
                        + bytes(buffer.bankBits())
                        + " B; allowed: a bank within them, since nothing is extrapolated");
    }

    private static String bytes(long bits) {
        return bits % 8 == 0 ? Long.toString(bits / 8) : bits + "/8";
    }
}
