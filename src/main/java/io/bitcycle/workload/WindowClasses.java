package io.bitcycle.workload;

import java.util.ArrayList;
import java.util.Arrays;
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

    /** Per position, where its window's part begins when each distinct one has so many elements. */
    public int[] starts(int elements) {
        return Arrays.stream(index).map(window -> window * elements).toArray();
    }

    public int count() {
        return distinct.size();
    }
}
