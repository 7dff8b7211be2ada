/** Recorded tensors, and what differs between two runs. */
package io.bitcycle.report.diff;
