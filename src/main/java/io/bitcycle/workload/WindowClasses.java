package io.bitcycle.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * The distinct windows of an axis: all interior positions share one, so sums over weights need computing only once each.
 *
 * @param distinct in order of first occurrence
 * @param index per position, its window's place in {@code distinct}
 */
public record WindowClasses(List<Window> distinct, int[] index) {
    public static WindowClasses of(Window[] windows) {
        List<Window> distinct = new ArrayList<>();
        int[] index = new int[windows.length];
        for (int i = 0; i < windows.length; i++) {
            int known = distinct.indexOf(windows[i]);
            if (known < 0) {
                known = distinct.size();
                distinct.add(windows[i]);
            }
            index[i] = known;
        }
        return new WindowClasses(List.copyOf(distinct), index);
    }

    /** How many positions from {@code position} on, at most {@code most}, share its window. */
    public int alike(int position, int most) {
        int count = 1;
        while (count < most && index[position + count] == index[position]) {
            count++;
        }
        return count;
    }

    public int count() {
        return distinct.size();
    }
}
