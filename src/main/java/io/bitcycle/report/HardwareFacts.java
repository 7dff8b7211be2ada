package io.bitcycle.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.workload.MatrixOp;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What a run ran on, as far as its figures are to be understood without the hwconfig.
 *
 * @param peaks of the precisions that occurred
 */
public record HardwareFacts(HardwareConfig config, List<Peak> peaks) {
    /** The most multiply-accumulates that the array does in a cycle, every unit busy. */
    public record Peak(int aBits, int bBits, double macsPerCycle) {}

    public HardwareFacts {
        peaks = List.copyOf(peaks);
    }

    static HardwareFacts of(RunLedger ledger, List<RunLedger.Entry> entries) {
        TreeSet<Integer> pairs = new TreeSet<>();
        for (RunLedger.Entry entry : entries) {
            if (entry.operation() instanceof MatrixOp op) {
                pairs.add(op.a().bits() << Byte.SIZE | op.b().bits());
            }
        }
        List<Peak> peaks = new ArrayList<>();
        for (int pair : pairs) {
            int a = pair >> Byte.SIZE;
            int b = pair & 0xFF;
            peaks.add(new Peak(a, b, macsPerCycle(ledger.hardware().array(), a, b)));
        }
        return new HardwareFacts(ledger.hardware(), peaks);
    }

    /** Units x products of a step / cycles of a step. */
    private static double macsPerCycle(ArrayConfig array, int aBits, int bBits) {
        MacConfig mac = array.mac();
        double perUnit = (double) mac.family().productsPerStep(mac, aBits, bBits)
                * mac.family().columnsPerUnit(mac, aBits, bBits)
                / mac.family().cyclesPerStep(mac, aBits, bBits);
        return (double) array.rows() * array.cols() * perUnit;
    }

    /** The object {@code hardware} of {@code summary.json}. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", config.name());
        json.put("mac_family", config.array().mac().family().name());
        json.put("rows", config.array().rows());
        json.put("cols", config.array().cols());
        json.put("dataflow", config.array().dataflow().label());
        json.put("clock_mhz", new BigDecimal(Figures.exact(config.technology().clockMhz())));
        json.put("node_nm", config.technology().nodeNm());
        json.put("dram_bits_per_cycle", config.dram().bitsPerCycle());
        ArrayNode list = json.putArray("peaks");
        for (Peak peak : peaks) {
            list.addObject()
                    .put("a_bits", peak.aBits())
                    .put("b_bits", peak.bBits())
                    .put("macs_per_cycle", peak.macsPerCycle());
        }
        return json;
    }
}
