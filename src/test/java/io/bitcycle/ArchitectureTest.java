package io.bitcycle;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What each package may know: one direction only. */
class ArchitectureTest {
    private static final String ROOT = "io.bitcycle.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.bitcycle");

    /** Packages by what they may use, themselves apart. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("file", Set.of()),
            Map.entry("json", Set.of()),
            Map.entry("csv", Set.of("json")),
            Map.entry("numeric", Set.of()),
            Map.entry("tensor", Set.of("file", "numeric")),
            Map.entry("precision", Set.of("csv", "json", "numeric")),
            Map.entry("workload", Set.of("json", "numeric", "tensor")),
            Map.entry("hardware", Set.of("json", "numeric", "tensor")),
            Map.entry("energy", Set.of("hardware")),
            Map.entry("mapping", Set.of("file", "numeric", "workload", "hardware")),
            Map.entry("reference", Set.of("numeric", "tensor", "workload")),
            Map.entry("simulator", Set.of("numeric", "tensor", "workload", "hardware", "energy", "mapping")),
            Map.entry(
                    "training",
                    Set.of(
                            "json",
                            "numeric",
                            "tensor",
                            "workload",
                            "hardware",
                            "energy",
                            "mapping",
                            "precision",
                            "simulator")),
            Map.entry("report", Set.of("*")),
            Map.entry("cli", Set.of("*")));

    @Test
    void everyPackageIsListed() {
        Set<String> seen = new TreeSet<>();
        CLASSES.forEach(type -> {
            if (type.getPackageName().startsWith(ROOT)) {
                seen.add(type.getPackageName().substring(ROOT.length()).split("\\.")[0]);
            }
        });
        assertEquals(new TreeSet<>(MAY_USE.keySet()), seen);
    }

    @Test
    void packagesKnowOnlyWhatTheyMay() {
        MAY_USE.forEach((name, allowed) -> {
            List<String> forbidden = MAY_USE.keySet().stream()
                    .filter(other -> !other.equals(name) && !allowed.contains(other))
                    .filter(other -> !allowed.contains("*") || other.equals("cli"))
                    .map(other -> ROOT + other + "..")
                    .toList();
            if (!forbidden.isEmpty()) {
                noClasses()
                        .that()
                        .resideInAPackage(ROOT + name + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(forbidden.toArray(String[]::new))
                        .check(CLASSES);
            }
        });
    }

    @Test
    void noPackageCycles() {
        slices().matching("io.bitcycle.(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching("io.bitcycle.hardware.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLineEndsTheProcessOrPrints() {
        DescribedPredicate<JavaClass> outside = DescribedPredicate.describe(
                "outside the command line", type -> !type.getPackageName().equals("io.bitcycle.cli"));
        noClasses()
                .that(outside)
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
        noClasses().that(outside).should().accessField(System.class, "out").check(CLASSES);
        noClasses().that(outside).should().accessField(System.class, "err").check(CLASSES);
        assertTrue(CLASSES.size() > 100, "classes seen: " + CLASSES.size());
    }
}
