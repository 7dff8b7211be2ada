/**
 * Files, tables and pictures that come out of a run. Everything here is a function of what ran: the same run gives the same
 * bytes on every machine, JDK and number of threads; what does not is under {@code environment} in {@code manifest.json}.
 */
package io.bitcycle.report;
