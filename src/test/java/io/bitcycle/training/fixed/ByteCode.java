package io.bitcycle.training.fixed;

import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassReader;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.FieldVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Handle;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.MethodVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Opcodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The compiled main classes, with what each method does with floating-point numbers and calls. Names are JVM names. */
final class ByteCode {
    private static final String OURS = "io/bitcycle/";
    /** F or D as a type of its own or of an array, not as a letter of a class name. */
    private static final Pattern FLOATING = Pattern.compile("[FD]");

    private static final Pattern CLASS_NAME = Pattern.compile("L[^;]+;");

    private final Map<String, Type> types = new TreeMap<>();

    /** A field or method called. */
    record Member(String owner, String name, String descriptor) {
        @Override
        public String toString() {
            return owner + "." + name;
        }
    }

    /** @param floating places that compute with, move or pass floating-point numbers */
    record Method(Member member, Set<String> floating, Set<Member> calls) {}

    record Type(String name, List<String> parents, List<Member> fields, List<Method> methods) {}

    /** @param floating what of them touches floating-point numbers */
    record Reached(Set<String> methods, Set<String> floating) {}

    static ByteCode ofMainClasses() {
        ByteCode code = new ByteCode();
        try (Stream<Path> files = Files.walk(Path.of("target/classes/io/bitcycle"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                code.read(Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return code;
    }

    Collection<Type> types() {
        return types.values();
    }

    /** Whether a descriptor mentions float or double. */
    static boolean isFloating(String descriptor) {
        return FLOATING.matcher(CLASS_NAME.matcher(descriptor).replaceAll("")).find();
    }

    /**
     * All methods of ours that can be reached, whatever implements an interface included; calls of methods in classes whose names
     * begin with {@code limit} are looked at, but not followed.
     */
    Reached reachedFrom(String owner, String name, String limit) {
        Deque<Member> open = new ArrayDeque<>();
        types.get(owner).methods().stream()
                .map(Method::member)
                .filter(member -> member.name().equals(name))
                .forEach(open::add);
        Set<Member> seen = new HashSet<>(open);
        Set<String> methods = new TreeSet<>();
        Set<String> floating = new TreeSet<>();
        while (!open.isEmpty()) {
            Member call = open.remove();
            for (Method method : targets(call)) {
                if (method.member().owner().startsWith(limit)) {
                    continue;
                }
                methods.add(method.member().toString());
                floating.addAll(method.floating());
                method.calls().stream().filter(seen::add).forEach(open::add);
            }
        }
        return new Reached(methods, floating);
    }

    /** The method of this name and descriptor in the class, what it inherits it from, and whatever is below. */
    private List<Method> targets(Member call) {
        List<Method> targets = new ArrayList<>();
        for (Type type : types.values()) {
            if (isBelow(type.name(), call.owner()) || isBelow(call.owner(), type.name())) {
                type.methods().stream()
                        .filter(method -> method.member().name().equals(call.name()))
                        .filter(method -> method.member().descriptor().equals(call.descriptor()))
                        .forEach(targets::add);
            }
        }
        return targets;
    }

    private boolean isBelow(String name, String ancestor) {
        return name.equals(ancestor)
                || types.containsKey(name)
                        && types.get(name).parents().stream().anyMatch(parent -> isBelow(parent, ancestor));
    }

    private void read(byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        String owner = reader.getClassName();
        List<String> parents = new ArrayList<>(List.of(reader.getInterfaces()));
        parents.add(reader.getSuperName());
        Type type = new Type(owner, parents, new ArrayList<>(), new ArrayList<>());
        types.put(owner, type);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public FieldVisitor visitField(
                            int access, String name, String descriptor, String sign, Object value) {
                        type.fields().add(new Member(owner, name, descriptor));
                        return null;
                    }

                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String sign, String[] exceptions) {
                        Method method =
                                new Method(new Member(owner, name, descriptor), new TreeSet<>(), new HashSet<>());
                        type.methods().add(method);
                        Scan scan = new Scan(method);
                        scan.note(descriptor, "signature");
                        return scan;
                    }
                },
                ClassReader.SKIP_FRAMES);
    }

    /** Finds every instruction on floating-point numbers; their names in the instruction set begin with F or D or end so. */
    private static final class Scan extends MethodVisitor {
        private static final Set<Integer> INSTRUCTIONS = instructions();
        private final Method method;

        Scan(Method method) {
            super(Opcodes.ASM9);
            this.method = method;
        }

        private static Set<Integer> instructions() {
            Set<Integer> all = new HashSet<>();
            for (int[] range : new int[][] {
                {Opcodes.FCONST_0, Opcodes.DCONST_1},
                {Opcodes.FLOAD, Opcodes.DLOAD},
                {Opcodes.FALOAD, Opcodes.DALOAD},
                {Opcodes.FSTORE, Opcodes.DSTORE},
                {Opcodes.FASTORE, Opcodes.DASTORE},
                {Opcodes.F2I, Opcodes.D2F},
                {Opcodes.FCMPL, Opcodes.DCMPG},
                {Opcodes.FRETURN, Opcodes.DRETURN}
            }) {
                for (int code = range[0]; code <= range[1]; code++) {
                    all.add(code);
                }
            }
            // Of each operation the instructions are int, long, float, double, in this order.
            for (int first :
                    new int[] {Opcodes.IADD, Opcodes.ISUB, Opcodes.IMUL, Opcodes.IDIV, Opcodes.IREM, Opcodes.INEG}) {
                all.add(first + 2);
                all.add(first + 3);
            }
            all.addAll(Set.of(Opcodes.I2F, Opcodes.I2D, Opcodes.L2F, Opcodes.L2D));
            return all;
        }

        void note(String descriptor, String what) {
            if (isFloating(descriptor)) {
                found(what + " " + descriptor);
            }
        }

        private void found(String what) {
            method.floating().add(method.member() + ": " + what);
        }

        private void call(String owner, String name, String descriptor) {
            note(descriptor, "call of " + owner + "." + name);
            if (owner.matches("java/lang/(Float|Double|StrictMath)|java/math/.*")) {
                found("call of " + owner + "." + name);
            }
            if (owner.startsWith(OURS)) {
                method.calls().add(new Member(owner, name, descriptor));
            }
        }

        @Override
        public void visitInsn(int opcode) {
            instruction(opcode);
        }

        @Override
        public void visitVarInsn(int opcode, int variable) {
            instruction(opcode);
        }

        private void instruction(int opcode) {
            if (INSTRUCTIONS.contains(opcode)) {
                found("instruction " + opcode);
            }
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            if (opcode == Opcodes.NEWARRAY && (operand == Opcodes.T_FLOAT || operand == Opcodes.T_DOUBLE)) {
                found("new array");
            }
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            if (type.startsWith("[")) {
                note(type, "type");
            }
        }

        @Override
        public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
            note(descriptor, "new array");
        }

        @Override
        public void visitLdcInsn(Object value) {
            if (value instanceof Float || value instanceof Double) {
                found("constant " + value);
            }
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            note(descriptor, "field " + owner + "." + name);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            call(owner, name, descriptor);
        }

        /** Lambdas, method references, concatenations and what records compare and print with. */
        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            note(descriptor, "dynamic call of " + name);
            for (Object argument : arguments) {
                if (argument instanceof Handle handle) {
                    if (handle.getTag() <= Opcodes.H_PUTSTATIC) {
                        note(handle.getDesc(), "field " + handle.getName());
                    } else {
                        call(handle.getOwner(), handle.getName(), handle.getDesc());
                    }
                }
            }
        }
    }
}
