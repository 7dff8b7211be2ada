package io.bitcycle.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.simulator.TestHardware;
import io.bitcycle.workload.MatrixOp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingCacheTest {
    private static final HardwareConfig SEARCH = TestHardware.plain("mapping=search");

    @TempDir
    Path folder;

    private final List<String> messages = new ArrayList<>();

    private MappingCache cache() {
        return new MappingCache(folder.resolve("deep/down"), messages::add);
    }

    private static MatrixOp op(int m) {
        IntegerFormat format = IntegerFormat.unsigned(1 + m % 8);
        return MatrixOp.product("op " + m, m, 1 + m % 7, 1 + m % 5, format, IntegerFormat.signed(8));
    }

    private static Mapper mapped(HardwareConfig hardware, MappingCache cache, int from, int to) {
        Mapper mapper = new Mapper(hardware, cache);
        for (int m = from; m < to; m++) {
            mapper.map(op(m));
        }
        return mapper;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void whatWasSearchedIsFoundAgain() throws IOException {
        mapped(SEARCH, cache(), 1, 60).save();
        Map<MatrixOp, Mapper.Mapped> found = cache().load(SEARCH);
        assertEquals(59, found.size());
        Mapper fresh = new Mapper(SEARCH);
        Mapper again = new Mapper(SEARCH, cache());
        for (int m = 1; m < 60; m++) {
            Mapper.Mapped expected = fresh.map(op(m));
            Mapper.Mapped actual = again.map(op(m));
            assertTrue(found.containsValue(actual), "not searched again");
            assertEquals(expected.run(), actual.run());
            assertEquals(expected.bits(), actual.bits());
            assertEquals(expected.mapping().description(), actual.mapping().description());
            assertEquals(expected.mapping().steps(), actual.mapping().steps());
        }
        assertEquals(List.of(), messages);
        long written = Files.getLastModifiedTime(files().get(0)).toMillis();
        again.save();
        assertEquals(written, Files.getLastModifiedTime(files().get(0)).toMillis(), "nothing new, nothing written");
    }

    @Test
    void theSimpleRuleHasNoTiles() {
        MatrixOp op = op(40);
        Mapper.Mapped rule = new Mapper(TestHardware.plain()).map(op);
        MappingLine line = MappingLine.parse(MappingLine.of(op, rule).text());
        assertEquals(rule.mapping().description(), line.mapped(SEARCH).mapping().description());
        assertEquals(rule.run(), line.run());
        assertEquals(op.a(), line.op().a());
        assertEquals(op.b(), line.op().b());
    }

    /** What a mapping depends on has a file of its own; what it does not depend on has none. */
    @Test
    void aFilePerHwconfig() throws IOException {
        mapped(SEARCH, cache(), 1, 2).save();
        mapped(TestHardware.plain("mapping=search", "name=other", "vector.lanes=3"), cache(), 1, 3)
                .save();
        assertEquals(1, files().size());
        for (String other : List.of(
                "array.rows=3",
                "dram.latency_cycles=6",
                "energy.dram.value_pj_per_bit=3",
                "buffers.weight.kib=2",
                "array.mac.accumulator_bits=31")) {
            assertEquals(Map.of(), cache().load(TestHardware.plain("mapping=search", other)), other);
        }
        mapped(TestHardware.plain("mapping=fixed"), cache(), 1, 9).save();
        assertEquals(1, files().size(), "a rule needs no cache");
        assertEquals(2, cache().load(SEARCH).size());
        cache().clear();
        assertEquals(List.of(), files());
    }

    /** Cut at any place or changed at any place, it is told of, ignored and mended. */
    @Test
    void aDamagedFileIsIgnoredWithAMessage() throws IOException {
        mapped(SEARCH, cache(), 1, 4).save();
        Path file = files().get(0);
        byte[] sound = Files.readAllBytes(file);
        int tried = 0;
        for (int at = 0; at < sound.length; at += 3) {
            byte[] changed = sound.clone();
            changed[at] ^= 1;
            Files.write(file, changed);
            assertEquals(Map.of(), cache().load(SEARCH), "byte " + at);
            Files.write(file, Arrays.copyOf(sound, at));
            assertEquals(Map.of(), cache().load(SEARCH), "first " + at);
            tried += 2;
        }
        assertEquals(tried, messages.size());
        assertTrue(messages.get(0).endsWith(".csv: is damaged and not used; it will be written anew"), messages.get(0));
        mapped(SEARCH, cache(), 1, 4).save();
        assertEquals(3, cache().load(SEARCH).size());
    }

    @Test
    void aFolderThatCannotBeUsedIsToldOf() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        mapped(SEARCH, new MappingCache(file, messages::add), 1, 2).save();
        assertEquals(2, messages.size(), messages::toString);
        assertTrue(messages.get(1).startsWith("mapping cache " + file + ": cannot be written"), messages.get(1));
    }

    /** Writers at the same time leave a sound file; one after the other they leave everything. */
    @Test
    void writersDoNotHarmEachOther() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int from = 1 + 10 * t;
            Mapper mapper = mapped(SEARCH, cache(), from, from + 10);
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                mapper.save();
            });
            thread.start();
            threads.add(thread);
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        int kept = cache().load(SEARCH).size();
        assertTrue(kept >= 10 && kept % 10 == 0, "" + kept);
        assertEquals(1, files().size(), "no temporary file stays");
        mapped(SEARCH, cache(), 101, 111).save();
        assertEquals(kept + 10, cache().load(SEARCH).size());
        assertEquals(List.of(), messages);
    }

    @Test
    void theEnvironmentNamesTheFolder() {
        assertEquals(Path.of("/c"), MappingCache.folder(Map.of("BITCYCLE_CACHE", "/c", "XDG_CACHE_HOME", "/x"), "/h"));
        assertEquals(Path.of("/x/bitcycle"), MappingCache.folder(Map.of("XDG_CACHE_HOME", "/x"), "/h"));
        assertEquals(Path.of("/h/.cache/bitcycle"), MappingCache.folder(Map.of("BITCYCLE_CACHE", ""), "/h"));
    }

    /** The version is of the classes as compiled, and names what decides mappings. */
    @Test
    void theModelVersionCoversMappingsAndHardware() {
        String version = ModelVersion.current();
        assertTrue(version.contains("io/bitcycle/mapping/TilePipeline.class "), version);
        assertTrue(version.contains("io/bitcycle/hardware/array/ArrayTiming.class "), version);
        assertFalse(version.contains("io/bitcycle/cli/"));
    }
}
