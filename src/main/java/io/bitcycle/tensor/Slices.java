package io.bitcycle.tensor;

/**
 * How a tensor is cut into slices for {@link Parallel}: first into equal groups (channels, or one group in all), each
 * group into slices of {@value #LENGTH} elements, the last of a group shorter. Slices are numbered in ascending order.
 *
 * @param size elements of the tensor
 * @param groups divides {@code size}
 */
record Slices(int size, int groups) {
    /** Small enough to balance threads, large enough to hide the cost of starting a task. */
    static final int LENGTH = 1 << 15;

    /** Work on the elements [from, to), all of one group. */
    @FunctionalInterface
    interface Task {
        void run(int slice, int group, int from, int to);
    }

    int count() {
        return groups * perGroup();
    }

    int perGroup() {
        return (int) (((long) groupSize() + LENGTH - 1) / LENGTH);
    }

    /** Runs the task on all slices; slices of small groups share a call of {@code parallel}. */
    void forEach(Parallel parallel, Task task) {
        int count = count();
        int together = Math.max(1, LENGTH / Math.max(1, groupSize()));
        parallel.forEach((count + together - 1) / together, first -> {
            int end = Math.min(count, (first + 1) * together);
            for (int slice = first * together; slice < end; slice++) {
                run(slice, task);
            }
        });
    }

    private void run(int slice, Task task) {
        int group = slice / perGroup();
        int skipped = slice % perGroup() * LENGTH;
        int from = group * groupSize() + skipped;
        task.run(slice, group, from, from + Math.min(LENGTH, groupSize() - skipped));
    }

    private int groupSize() {
        return size / groups;
    }
}
