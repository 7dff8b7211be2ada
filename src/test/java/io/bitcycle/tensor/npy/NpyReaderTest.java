package io.bitcycle.tensor.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what NumPy wrote (see the README beside the files), and refuses what is broken. */
class NpyReaderTest {
    private static final int[] SHAPE = {2, 3, 4};

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(NpyType.class)
    void readsEveryTypeInEveryOrder(NpyType type) throws IOException {
        String code = type.descr().substring(1);
        int read = 0;
        for (String order : new String[] {"", "-fortran", "-big", "-big-fortran"}) {
            if (type.bytes() > 1 || !order.startsWith("-big")) {
                NpyArray array = NpyReader.read(NpyFixtures.file(code + order));
                assertEquals(type, array.type());
                assertArrayEquals(SHAPE, array.shape());
                assertValues(array, code + order);
                read++;
            }
        }
        assertEquals(type.bytes() > 1 ? 4 : 2, read);
    }

    private static void assertValues(NpyArray array, String what) {
        if (array instanceof NpyArray.Floats floats) {
            assertArrayEquals(NpyFixtures.floats(), floats.values(), what);
        } else if (array instanceof NpyArray.Doubles doubles) {
            assertArrayEquals(NpyFixtures.doubles(), doubles.values(), what);
        } else {
            NpyArray.Integers integers = assertInstanceOf(NpyArray.Integers.class, array);
            assertArrayEquals(NpyFixtures.integers(array.type()), integers.values(), what);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"version2", "version3"})
    void readsLaterVersions(String name) throws IOException {
        NpyArray array = NpyReader.read(NpyFixtures.file(name));
        assertEquals(NpyType.INT32, array.type());
        assertValues(array, name);
    }

    @Test
    void readsArraysWithoutAxesOrElements() throws IOException {
        NpyArray.Floats scalar = (NpyArray.Floats) NpyReader.read(NpyFixtures.file("scalar"));
        assertArrayEquals(new int[0], scalar.shape());
        assertArrayEquals(new float[] {2.5f}, scalar.values());
        NpyArray.Integers empty = (NpyArray.Integers) NpyReader.read(NpyFixtures.file("empty"));
        assertArrayEquals(new int[] {0}, empty.shape());
        assertEquals(0, empty.values().length);
        NpyArray.Doubles emptyLast = (NpyArray.Doubles) NpyReader.read(NpyFixtures.file("empty-last"));
        assertArrayEquals(new int[] {3, 0}, emptyLast.shape());
        assertEquals(0, emptyLast.values().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rank6", "rank6-fortran"})
    void readsManyAxes(String name) throws IOException {
        NpyArray.Integers array = (NpyArray.Integers) NpyReader.read(NpyFixtures.file(name));
        assertArrayEquals(new int[] {2, 1, 3, 2, 1, 2}, array.shape());
        assertArrayEquals(IntStream.range(0, 24).asLongStream().toArray(), array.values());
    }

    @Test
    void readsAcrossItsBuffer() throws IOException {
        byte[] elements = new byte[200_001];
        new Random(1).nextBytes(elements);
        NpyArray.Integers array = (NpyArray.Integers)
                NpyReader.read(file("{'descr': '|u1', 'fortran_order': False, 'shape': (200001,)}", elements));
        for (int i = 0; i < elements.length; i++) {
            assertEquals(elements[i] & 0xFF, array.values()[i], "element " + i);
        }
    }

    /** Python allows all of these; NumPy's own reader does too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'shape':(2,),'descr':'<i2','fortran_order':False}",
                "{\"descr\": \"<i2\", 'fortran_order': False, 'shape': (2,),}",
                "  { 'descr' : '<i2' , 'fortran_order' : False , 'shape' : ( 2 , ) , } \n",
                "{'descr': '<i2', 'fortran_order': True, 'shape': (2, 1)}\n\n",
                "{'descr': '<i2', 'fortran_order': False, 'shape': (1, 2,)}",
            })
    void readsEverySpellingOfTheHeader(String header) throws IOException {
        NpyArray.Integers array = (NpyArray.Integers) NpyReader.read(file(header, new byte[] {1, 0, -1, -1}));
        assertArrayEquals(new long[] {1, -1}, array.values());
    }

    /** Rows: the header, the offset of the fault in it, the message. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "``                                                     # 0 # the header ends where '{' is expected",
                "[]                                                     # 0 # '[' where '{' is expected",
                "{}                                                     # 1 # the dictionary ends without descr, fortran_order, shape",
                "{'descr': '<i2', 'shape': (2,)}                        # 30 # the dictionary ends without fortran_order",
                "{'descr': '<i2', 'descr': '<i2'}                       # 17 # key 'descr' a second time",
                "{'dtype': '<i2'}                                       # 1 # unknown key 'dtype'; allowed: descr, fortran_order, shape",
                "{descr: '<i2'}                                         # 1 # 'd' where a string is expected",
                "{'descr' '<i2'}                                        # 9 # ''' where ':' is expected",
                "{'descr': '<i2' 'shape'}                               # 16 # ''' where ',' is expected",
                "{'descr': '<i2                                         # 14 # the header ends where a printable ASCII character or the end of the string is expected",
                "{'de\\x'                                               # 4 # '\\' where a printable ASCII character or the end of the string is expected",
                "{'descr': <i2}                                         # 10 # '<' where a string is expected",
                "{'descr': [('a', '<i2')]}                              # 10 # '[' where a string is expected",
                "{'descr': '<f2'}                                       # 10 # element type '<f2'; allowed: < or > (| for one byte) and one of b1, i1, i2, i4, i8, u1, u2, u4, u8, f4, f8",
                "{'descr': 'i2'}                                        # 10 # element type 'i2'; allowed",
                "{'descr': '|i2'}                                       # 10 # element type '|i2'; allowed",
                "{'descr': '=i2'}                                       # 10 # element type '=i2'; allowed",
                "{'descr': ''}                                          # 10 # element type ''; allowed",
                "{'descr': '<c8'}                                       # 10 # element type '<c8'; allowed",
                "{'descr': '|O'}                                        # 10 # element type '|O'; allowed",
                "{'fortran_order': true}                                # 18 # 'true' where True or False is expected",
                "{'fortran_order': 0}                                   # 18 # '0' where True or False is expected",
                "{'fortran_order': Truely}                              # 18 # 'Truely' where True or False is expected",
                "{'shape': 2}                                           # 10 # '2' where '(' is expected",
                "{'shape': [2]}                                         # 10 # '[' where '(' is expected",
                "{'shape': (2)}                                         # 12 # ')' where ',' (a tuple of one number) is expected",
                "{'shape': (,)}                                         # 11 # ',' where a dimension (a whole number, 0 or more) is expected",
                "{'shape': (2,,3)}                                      # 13 # ',' where a dimension (a whole number, 0 or more) is expected",
                "{'shape': (2 3)}                                       # 13 # '3' where ',' or ')' is expected",
                "{'shape': (-1,)}                                       # 11 # '-' where a dimension (a whole number, 0 or more) is expected",
                "{'shape': (2.0,)}                                      # 12 # '.' where ',' or ')' is expected",
                "{'shape': (2L,)}                                       # 12 # 'L' where ',' or ')' is expected",
                "{'shape': (02,)}                                       # 11 # dimension 02 starts with 0",
                "{'shape': (2147483648,)}                               # 11 # dimension 2147483648 is above 2147483647",
                "{'shape': (99999999999999999999,)}                     # 11 # dimension 99999999999999999999 is above 2147483647",
                "{'shape': (2,                                          # 13 # the header ends where a dimension (a whole number, 0 or more) is expected",
                "{'descr': '<i2', 'fortran_order': False, 'shape': (2,)} x # 56 # 'x' where nothing but blanks is expected",
            })
    void namesTheFaultInTheHeader(String header, int offset, String problem) throws IOException {
        Path file = file(header, new byte[4]);
        assertRefused(file, "byte " + (10 + offset) + ": " + problem);
    }

    @Test
    void namesBytesThatAreNotText() throws IOException {
        assertRefused(file("{'d\u00e9scr': 1}", new byte[0]), "byte 13: 0xe9 where a printable");
        assertRefused(file("{\t}", new byte[0]), "byte 11: 0x09 where a string is expected");
        assertRefused(file("{'shape': (" + "1, ".repeat(65) + ")}", new byte[0]), "byte 213: more than 64 dimensions");
    }

    @Test
    void refusesWhatIsNoNpyFile() throws IOException {
        byte[] good = Files.readAllBytes(NpyFixtures.file("i2"));
        assertRefused(write(new byte[0]), "byte 0: the file ends within the magic string");
        assertRefused(write(Arrays.copyOf(good, 5)), "byte 5: the file ends within the magic string");
        assertRefused(write(Arrays.copyOf(good, 7)), "byte 7: the file ends within the version");
        assertRefused(write(Arrays.copyOf(good, 9)), "byte 9: the file ends within the header length");
        assertRefused(write(Arrays.copyOf(good, 127)), "byte 127: the file ends within the header");
        assertRefused(
                write("PK\3\4 an .npz file".getBytes(StandardCharsets.ISO_8859_1)),
                "byte 0: 0x50, not 0x93: an .npy file starts with 0x93 and NUMPY");
        assertRefused(write(with(good, 5, 'X')), "byte 5: 0x58, not 0x59");
        assertRefused(write(with(good, 6, 0)), "byte 6: version 0.0; allowed: 1.0, 2.0, 3.0");
        assertRefused(write(with(good, 6, 4)), "byte 6: version 4.0; allowed");
        assertRefused(write(with(good, 6, 255)), "byte 6: version 255.0; allowed");
        assertRefused(write(with(good, 7, 1)), "byte 6: version 1.1; allowed");
        assertRefused(
                write(with(Files.readAllBytes(NpyFixtures.file("version2")), 11, 255)),
                "byte 8: a header of 4278190196 bytes; allowed: up to 65535");
    }

    /** 24 elements of 2 bytes after a header of 128 bytes. */
    @Test
    void theFileIsExactlyAsLongAsItsShapeNeeds() throws IOException {
        byte[] good = Files.readAllBytes(NpyFixtures.file("i2"));
        assertEquals(176, good.length);
        String needs = " its shape [2, 3, 4] of INT16 needs it to end at byte 176";
        assertRefused(write(Arrays.copyOf(good, 175)), "byte 175: the file ends;" + needs);
        assertRefused(write(Arrays.copyOf(good, 128)), "byte 128: the file ends;" + needs);
        assertRefused(write(Arrays.copyOf(good, 177)), "byte 176: the file goes on to byte 177;" + needs);
    }

    /** A few bytes that claim 16 GB, and more elements than an array can have. */
    @Test
    void takesNoMemoryForAShapeThatTheFileDoesNotFill() throws IOException {
        assertRefused(
                file("{'descr': '<f8', 'fortran_order': True, 'shape': (2147483647,)}", new byte[8]),
                "byte 81: the file ends; its shape [2147483647] of FLOAT64 needs it to end at byte 17179869249");
        assertRefused(
                file("{'descr': '|u1', 'fortran_order': False, 'shape': (65536, 65536)}", new byte[8]),
                "byte 75: more than 2^31 - 1 elements in [65536, 65536]");
    }

    @Test
    void namesTheElementThatItsTypeCannotBe() throws IOException {
        assertRefused(
                file("{'descr': '|b1', 'fortran_order': False, 'shape': (3,)}", new byte[] {1, 0, 2}),
                "byte 67: 2 is no BOOL in 0 to 1");
        byte[] good = Files.readAllBytes(NpyFixtures.file("u8"));
        assertRefused(
                write(with(good, 128 + 3 * 8 + 7, 0x80)),
                "byte 152: 9223372036854775811 is no UINT64 in 0 to 9223372036854775807");
    }

    @Test
    void refusesWhatIsNoFile() {
        assertRefused(folder, "not a regular file");
        Path missing = folder.resolve("missing.npy");
        assertEquals(
                missing.toString(),
                assertThrows(NoSuchFileException.class, () -> NpyReader.read(missing))
                        .getMessage());
    }

    static IntStream seeds() {
        return IntStream.range(0, 600);
    }

    /** Whatever happens to a file, it is read whole or refused; nothing else is thrown. */
    @ParameterizedTest
    @MethodSource("seeds")
    void damageIsNoticedOrHarmless(int seed) throws IOException {
        Random random = new Random(seed);
        String[] names = {"i2", "f4-fortran", "u8-big", "version3", "scalar", "rank6-fortran", "b1"};
        byte[] bytes = Files.readAllBytes(NpyFixtures.file(names[random.nextInt(names.length)]));
        for (int i = random.nextInt(4); i >= 0; i--) {
            int place = random.nextInt(random.nextBoolean() ? Math.min(70, bytes.length) : bytes.length);
            bytes[place] = (byte) (random.nextBoolean() ? random.nextInt(256) : bytes[random.nextInt(bytes.length)]);
        }
        Path file = write(random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 8)) : bytes);
        try {
            NpyArray array = NpyReader.read(file);
            long elements = Arrays.stream(array.shape()).asLongStream().reduce(1, (a, b) -> a * b);
            assertEquals(
                    0,
                    (Files.size(file)
                            - elements * array.type().bytes()
                            - (bytes[6] == 1 ? 10 : 12)
                            - headerLength(bytes)),
                    "seed " + seed);
        } catch (NpyFormatException e) {
            assertEquals(0, e.getMessage().indexOf(file + ": byte "), "seed " + seed + ": " + e.getMessage());
        }
    }

    private static long headerLength(byte[] bytes) {
        return (bytes[8] & 0xFF) + ((bytes[9] & 0xFF) << 8);
    }

    private static void assertRefused(Path file, String problem) {
        NpyFormatException e = assertThrows(NpyFormatException.class, () -> NpyReader.read(file));
        String expected = file + ": " + problem;
        assertEquals(
                expected,
                e.getMessage()
                        .substring(0, Math.min(expected.length(), e.getMessage().length())));
    }

    /** A version 1.0 file whose header takes the bytes 10 onwards. */
    private Path file(String header, byte[] elements) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        byte[] bytes = new byte[10 + text.length + elements.length];
        System.arraycopy(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, 0, bytes, 0, 8);
        bytes[8] = (byte) text.length;
        bytes[9] = (byte) (text.length >> 8);
        System.arraycopy(text, 0, bytes, 10, text.length);
        System.arraycopy(elements, 0, bytes, 10 + text.length, elements.length);
        return write(bytes);
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("test.npy"), bytes);
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) value;
        return changed;
    }
}
