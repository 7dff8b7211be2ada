package io.bitcycle.numeric.loops;

/** Finds the implementation once. */
final class BestLoops {
    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    static final Loops FOUND = find();

    private BestLoops() {}

    private static Loops find() {
        if ("off".equals(System.getProperty("bitcycle.vector"))) {
            return new PlainLoops();
        }
        return vector();
    }

    /** The Vector API's loops where its module is in the JVM and the machine has wide registers, else the plain ones. */
    static Loops vector() {
        if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
            return new PlainLoops();
        }
        try {
            // By name: the class does not link without the module.
            Loops loops = (Loops) Class.forName("io.bitcycle.numeric.loops.VectorLoops")
                    .getDeclaredConstructor()
                    .newInstance();
            return loops.fastProducts() ? loops : new PlainLoops();
        } catch (ReflectiveOperationException | LinkageError e) {
            return new PlainLoops(); // a later JDK may change what is still incubating
        }
    }
}
