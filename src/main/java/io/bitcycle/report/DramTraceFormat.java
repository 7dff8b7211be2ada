package io.bitcycle.report;

import io.bitcycle.csv.CsvCell;
import io.bitcycle.simulator.DramTrace.Burst;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.VectorOp;
import java.util.Locale;

/** How a DRAM trace is written: a line per burst. */
public enum DramTraceFormat {
    /** All there is to know, with a header. */
    CSV("csv") {
        @Override
        String header() {
            return "op,layer,pass,name,tensor,access,cycle,address,bytes\n";
        }

        @Override
        void append(StringBuilder line, Burst burst) {
            Operation operation = burst.operation();
            String name = operation instanceof VectorOp op ? op.name() : "matrix-product";
            line.append(burst.number()).append(',');
            line.append(CsvCell.quoted(operation.layer())).append(',');
            line.append(operation.pass().label()).append(',');
            line.append(CsvCell.quoted(name)).append(',');
            line.append(burst.tensor()).append(burst.write() ? ",write," : ",read,");
            line.append(burst.cycle()).append(",0x");
            line.append(Long.toHexString(burst.address())).append(',').append(burst.bytes());
        }
    },
    /** Of {@code LoadStoreTrace} in Ramulator 2: {@code LD} or {@code ST} and an address, without times. */
    RAMULATOR2("ramulator2") {
        @Override
        void append(StringBuilder line, Burst burst) {
            line.append(burst.write() ? "ST 0x" : "LD 0x").append(Long.toHexString(burst.address()));
        }
    },
    /** Of DRAMsim3's traces: an address, {@code READ} or {@code WRITE}, and a cycle. */
    DRAMSIM3("dramsim3") {
        @Override
        void append(StringBuilder line, Burst burst) {
            line.append("0x").append(Long.toHexString(burst.address()).toUpperCase(Locale.ROOT));
            line.append(burst.write() ? " WRITE " : " READ ").append(burst.cycle());
        }
    };

    private final String label;

    DramTraceFormat(String label) {
        this.label = label;
    }

    /** The word that users write. */
    public String label() {
        return label;
    }

    /** What stands before all lines. */
    String header() {
        return "";
    }

    /** Appends a line without its end. */
    abstract void append(StringBuilder line, Burst burst);
}
