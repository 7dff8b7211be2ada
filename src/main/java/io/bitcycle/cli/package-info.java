/**
 * The command line: one class per command, and what all commands share (options, error messages, exit codes, progress).
 * Commands are {@code Callable<Integer>} and write to the streams of their {@link picocli.CommandLine}; only {@link
 * io.bitcycle.cli.BitCycle#main} ends the process.
 */
package io.bitcycle.cli;
