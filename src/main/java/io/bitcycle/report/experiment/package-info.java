/** Experiments: many runs, what they measured, and the statistics that say what of it is more than chance. */
package io.bitcycle.report.experiment;
