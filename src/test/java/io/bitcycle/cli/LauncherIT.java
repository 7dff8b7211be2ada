package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher as users start it: in the repository, and in an installation of its own whose Maven is a script that says when
 * it was called and copies the jar that this build has packaged.
 */
class LauncherIT {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath();
    private static final String BUILDING = "bitcycle: building (first use, or a source changed)\n";
    private static final String MAVEN = """
            #!/usr/bin/env bash
            [[ $1 != --version ]] || exit 0
            echo "$0 $*" >>called
            sleep 0.3
            mkdir -p target
            cp -r REPOSITORY/target/lib target/
            cp REPOSITORY/target/bitcycle.jar target/
            """.replace("REPOSITORY", REPOSITORY.toString());

    @TempDir
    private Path temporary;

    private Path home;

    @BeforeEach
    void install() throws IOException {
        home = Files.createDirectory(temporary.resolve("home"));
        Files.copy(REPOSITORY.resolve("bitcycle"), home.resolve("bitcycle"));
        Files.createDirectories(home.resolve("src").resolve("main"));
        Files.writeString(home.resolve("src").resolve("main").resolve("Source.java"), "");
        Files.writeString(home.resolve("pom.xml"), "");
        script(home.resolve("mvnw"), MAVEN);
    }

    @Test
    void runsInTheRepository() throws Exception {
        Run run = launch(REPOSITORY, Map.of(), REPOSITORY.resolve("bitcycle"), "--version");
        assertEquals(0, run.exitCode, run.err);
        assertTrue(run.out.matches("bitcycle \\d+\\.\\d+\\.\\d+.*\n"), run.out);
    }

    @Test
    void errorsReachTheShell() throws Exception {
        Run run = launch(REPOSITORY, Map.of(), REPOSITORY.resolve("bitcycle"), "trian");
        assertEquals(2, run.exitCode);
        assertTrue(run.err.contains("did you mean \"train\"?"), run.err);
        assertEquals("", run.out);
    }

    @Test
    void findsItsHomeThroughLinksAndItsArgumentsFromWhereTheUserIs() throws Exception {
        Path link = temporary.resolve("link");
        Files.createSymbolicLink(link, REPOSITORY.resolve("bitcycle"));
        Path linkToLink = temporary.resolve("bc");
        Files.createSymbolicLink(linkToLink, Path.of("link"));
        Run run = launch(
                temporary,
                Map.of(),
                linkToLink,
                "gemm",
                "--hw",
                "bitfusion-45nm",
                "--fidelity",
                "shape",
                "--shape",
                "2x2x2",
                "--a-bits",
                "4",
                "--b-bits",
                "8",
                "--out",
                "my run");
        assertEquals(0, run.exitCode, run.err);
        assertTrue(Files.exists(temporary.resolve("my run").resolve("summary.json")));
        Files.delete(link); // JUnit warns of links that leave the folder it cleans
    }

    @Test
    void findsItselfOnThePath() throws Exception {
        String path = REPOSITORY + ":" + System.getenv("PATH");
        Run run = launch(temporary, Map.of("PATH", path), "bash", "-c", "bitcycle --version");
        assertEquals(0, run.exitCode, run.err);
    }

    @Test
    void buildsOnFirstUseAndWhenASourceChanged() throws Exception {
        Run first = bitcycle(Map.of());
        assertEquals(0, first.exitCode, first.err);
        assertEquals(BUILDING, first.err);
        assertEquals("", bitcycle(Map.of()).err);
        assertEquals(1, builds().size());
        assertTrue(builds().get(0).endsWith(" package"), builds().get(0));

        touch(home.resolve("src").resolve("main").resolve("Source.java"));
        assertEquals(BUILDING, bitcycle(Map.of()).err);
        assertEquals("", bitcycle(Map.of()).err);
        assertEquals(2, builds().size());

        Files.delete(home.resolve("src").resolve("main").resolve("Source.java"));
        touch(home.resolve("src").resolve("main"));
        assertEquals(BUILDING, bitcycle(Map.of()).err);
        assertEquals(3, builds().size());
    }

    @Test
    void aBuildByHandIsGoodEnough() throws Exception {
        script(temporary.resolve("mvnw"), MAVEN);
        assertEquals(0, launch(home, Map.of(), temporary.resolve("mvnw"), "package").exitCode);
        Run run = bitcycle(Map.of());
        assertEquals(0, run.exitCode, run.err);
        assertEquals("", run.err);
    }

    @Test
    void twoStartsBuildOnce() throws Exception {
        List<Process> starts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            starts.add(process(home, Map.of(), "start" + i, home.resolve("bitcycle"), "--version"));
        }
        for (Process start : starts) {
            assertEquals(0, start.waitFor());
        }
        assertEquals(1, builds().size());
    }

    @Test
    void anInstalledMavenHelpsWhereTheWrapperCannot() throws Exception {
        script(home.resolve("mvnw"), "#!/usr/bin/env bash\nexit 1\n");
        Path programs = Files.createDirectory(temporary.resolve("programs"));
        script(programs.resolve("mvn"), MAVEN);
        Run run = bitcycle(Map.of("PATH", programs + ":" + System.getenv("PATH")));
        assertEquals(0, run.exitCode, run.err);
        assertTrue(builds().get(0).contains("programs/mvn "), builds().get(0));
    }

    @Test
    void aFailedBuildIsSaidAndTriedAgain() throws Exception {
        script(
                home.resolve("mvnw"),
                "#!/usr/bin/env bash\n[[ $1 != --version ]] || exit 0\necho 'cannot find symbol'\nexit 1\n");
        for (int i = 0; i < 2; i++) {
            Run run = bitcycle(Map.of());
            assertEquals(2, run.exitCode);
            assertEquals("", run.out);
            assertEquals(BUILDING + "cannot find symbol\nbitcycle: the build failed, see above\n", run.err);
        }
    }

    @Test
    void aMissingJavaIsExplained() throws Exception {
        Run run = bitcycle(Map.of("JAVA_HOME", temporary.toString()));
        assertEquals(2, run.exitCode);
        assertEquals(
                "bitcycle: JAVA_HOME is " + temporary
                        + ", which has no bin/java; set it to a JDK 17 or later, or unset it\n",
                run.err);

        Path programs = Files.createDirectory(temporary.resolve("programs"));
        for (String program : List.of("bash", "env", "dirname", "readlink", "find")) {
            Path found = Stream.of(System.getenv("PATH").split(":"))
                    .map(folder -> Path.of(folder, program))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
            script(programs.resolve(program), "#!/bin/sh\nexec " + found + " \"$@\"\n");
        }
        run = bitcycle(Map.of("PATH", programs.toString(), "JAVA_HOME", ""));
        assertEquals(2, run.exitCode);
        assertTrue(run.err.startsWith("bitcycle: there is no java: install a JDK 17 or later"), run.err);
    }

    @Test
    void anOldJavaIsRefused() throws Exception {
        for (String version : List.of("1.8.0_402", "11.0.22", "16")) {
            Path jdk = Files.createDirectories(temporary.resolve(version));
            Files.createDirectories(jdk.resolve("bin"));
            Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
            script(jdk.resolve("bin").resolve("java"), "#!/usr/bin/env bash\nexit 0\n");
            Run run = bitcycle(Map.of("JAVA_HOME", jdk.toString()));
            assertEquals(2, run.exitCode, version);
            assertEquals(
                    "bitcycle: " + jdk.resolve("bin").resolve("java") + " is Java " + version
                            + "; BitCycle needs a JDK 17 or later: set JAVA_HOME\n",
                    run.err);
            assertFalse(Files.exists(home.resolve("called")), "nothing may be built for it");
        }
    }

    @Test
    void javaOptionsAreTheUsers() throws Exception {
        Run run = bitcycle(Map.of("BITCYCLE_JAVA_OPTS", "-XX:+UseSerialGC -Xmx64m"));
        assertEquals(0, run.exitCode, run.err);
        assertEquals(BUILDING, run.err);
        run = bitcycle(Map.of("BITCYCLE_JAVA_OPTS", "-Xnonsense"));
        assertTrue(run.exitCode != 0 && run.err.contains("-Xnonsense"), run.err);
    }

    private Run bitcycle(Map<String, String> environment) throws Exception {
        return launch(temporary, environment, home.resolve("bitcycle"), "--version");
    }

    /** The calls of Maven. */
    private List<String> builds() throws IOException {
        return Files.readAllLines(home.resolve("called"));
    }

    private static void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Run(int exitCode, String out, String err) {}

    private Run launch(Path directory, Map<String, String> environment, Object... command) throws Exception {
        int exitCode = process(directory, environment, "run", command).waitFor();
        return new Run(
                exitCode,
                Files.readString(temporary.resolve("run.out")),
                Files.readString(temporary.resolve("run.err")));
    }

    private Process process(Path directory, Map<String, String> environment, String name, Object... command)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(Stream.of(command).map(Object::toString).toList());
        builder.directory(directory.toFile());
        builder.environment().putAll(environment);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.redirectOutput(temporary.resolve(name + ".out").toFile());
        builder.redirectError(temporary.resolve(name + ".err").toFile());
        return builder.start();
    }
}
