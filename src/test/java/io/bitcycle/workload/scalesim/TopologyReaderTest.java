package io.bitcycle.workload.scalesim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.json.Problem;
import io.bitcycle.json.Problems;
import io.bitcycle.workload.scalesim.Topology.Conv;
import io.bitcycle.workload.scalesim.Topology.Form;
import io.bitcycle.workload.scalesim.Topology.Gemm;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyReaderTest {
    private static final String HEADER =
            "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,\n";

    private static Topology read(String text) {
        Problems problems = new Problems();
        Optional<Topology> topology = TopologyReader.parse("t.csv", text, Optional.empty(), problems);
        assertEquals(List.of(), problems.errors());
        return topology.orElseThrow();
    }

    private static List<String> problems(String text) {
        Problems problems = new Problems();
        assertTrue(
                TopologyReader.parse("t.csv", text, Optional.empty(), problems).isEmpty());
        return problems.errors().stream().map(Problem::toString).toList();
    }

    /** SCALE-Sim v3, topology_utils.py: ofmap = ceil((ifmap - filter + stride) / stride). */
    @Test
    void coversAsManyPixelsAsScaleSimsOutputsNeed() {
        Topology topology =
                read(HEADER + "Conv1,224,224,7,7,3,64,2,\nConv2,56,56,3,3,64,64,1,\nShort,56,56,1,1,64,128,2,\n");
        // 110 = ceil(219 / 2) outputs of stride 2 and 7 taps end at pixel 2 x 109 + 7; 29 = ceil(57 / 2).
        assertEquals(
                List.of(
                        new Conv("Conv1", 225, 225, 7, 7, 3, 64, 2, false),
                        new Conv("Conv2", 56, 56, 3, 3, 64, 64, 1, false),
                        new Conv("Short", 57, 57, 1, 1, 64, 128, 2, false)),
                topology.layers());
        assertEquals(
                List.of(
                        "SCALE-Sim rounds the number of outputs up, so these ifmaps are read larger: \"Conv1\" 224x224 as"
                                + " 225x225, \"Short\" 56x56 as 57x57"),
                topology.notes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Conv1,20,10,5,3,1,32,1,\n",
                "  Conv1 ,\t20, 10 ,5,3,1,32,1\n",
                "\n,,,,\r\n\r\nConv1,20,10,5,3,1,32,1,,,,\r\n  \r\n",
                "Conv1,20,10,5,3,1,32,1,1:1,\n",
                "Conv1\t20\t10\t5\t3\t1\t32\t1\t\n"
            })
    void bordersBlanksAndLineEndsMeanNothing(String rows) {
        assertEquals(
                List.of(new Conv("Conv1", 20, 10, 5, 3, 1, 32, 1, false)),
                read(HEADER + rows).layers());
        assertEquals(List.of(), read(HEADER + rows).notes());
    }

    /** SCALE-Sim v3 runs such a layer channel by channel, each with all its filters. */
    @Test
    void marksOfDepthwiseLayersMakeGroups() {
        Conv conv =
                (Conv) read(HEADER + "Conv2_DP,112,112,3,3,32,1,1,\n").layers().get(0);
        assertTrue(conv.depthwise());
        assertEquals(32, conv.groups());
        assertEquals(32, conv.outputs());
        assertEquals(64, ((Conv) read(HEADER + "DP,9,9,3,3,32,2,1,\n").layers().get(0)).outputs());
    }

    @Test
    void readsProductsByPlace() {
        Topology topology = read("Layer,M,N,K,\nQKT,1024,1000,64,\nL2,4186116,64,9\n");
        assertEquals(Form.GEMM, topology.form());
        assertEquals(List.of(new Gemm("QKT", 1024, 1000, 64), new Gemm("L2", 4186116, 64, 9)), topology.layers());
        Topology swapped = read("Layer,M,K,N,\nL,1,2,3,\n");
        assertEquals(List.of(new Gemm("L", 1, 2, 3)), swapped.layers());
        assertEquals(1, swapped.notes().size());
    }

    @Test
    void tellsWhatIsLeftOut() {
        Topology topology = read(HEADER.replace("Strides,", "Strides,,,Eh,Ew,")
                + "Section,\nA,9,9,3,3,4,4,1,,,7,7\nB,9,9,3,3,4,4,1,2:4,\n");
        assertEquals(2, topology.layers().size());
        assertEquals(
                List.of(
                        "line 2, \"Section\", has a name alone and is left out",
                        "column 11, \"Eh\", is not one of SCALE-Sim's and is left out",
                        "column 12, \"Ew\", is not one of SCALE-Sim's and is left out",
                        "sparsity ratios such as 2:4 have no counterpart: every layer is dense"),
                topology.notes());
    }

    @Test
    void readsBothStridesWhereTheyAgree() {
        String header = HEADER.replace("Strides,", "Stride height, Stride width,");
        assertEquals(
                List.of(new Conv("A", 9, 9, 1, 1, 4, 4, 2, false)),
                read(header + "A,9,9,1,1,4,4,2,2,\n").layers());
        assertEquals(
                List.of("t.csv:2:19: stride width: is 3; allowed: the stride height, 2, since both are one here"),
                problems(header + "A,9,9,1,1,4,4,2,  3,\n"));
    }

    @Test
    void reportsEveryMistakeWithLineAndColumn() {
        assertEquals(
                List.of(
                        "t.csv:2:3: ifmap height: is \"H\"; allowed: an integer from 1 to 16777216",
                        "t.csv:2:13: num filter: is missing; allowed: an integer from 1 to 16777216",
                        "t.csv:2:13: strides: is missing; allowed: an integer from 1 to 16777216",
                        "t.csv:3:9: filter height: is 12; allowed: at most the ifmap height, 9",
                        "t.csv:4:17: strides: is \"0\"; allowed: an integer from 1 to 16777216"),
                problems(HEADER + "A,H,9,3,3,  4\nB,  9,9,12,3,4,4,1,\nC,9,9,3,3,4,4,  0,\n"));
    }

    @Test
    void refusesWhatIsNoTopology() {
        assertTrue(problems("").get(0).contains("has no layers"), problems("")::toString);
        assertTrue(problems(HEADER).get(0).contains("has no layers"));
        assertTrue(problems("a,b,c\n1,2,3\n").get(0).startsWith("t.csv:1:1: is no header of a SCALE-Sim topology"));
        assertTrue(
                problems("Conv1,9,9,3,3,4,4,1,\n").get(0).startsWith("t.csv:1:1: is a layer, where SCALE-Sim expects"));
    }
}
