/** The operations of one iteration on a time line, for the viewers of Chrome and Perfetto. */
package io.bitcycle.report.timeline;
