/**
 * SCALE-Sim's topology files (v2 and v3) as traces. What a column means is taken from SCALE-Sim v3's {@code
 * topology_utils.py}; see {@link io.bitcycle.workload.scalesim.TopologyReader}.
 */
package io.bitcycle.workload.scalesim;
