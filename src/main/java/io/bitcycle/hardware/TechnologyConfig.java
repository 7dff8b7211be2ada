package io.bitcycle.hardware;

/** The silicon: process node in nanometres and clock in MHz. */
public record TechnologyConfig(int nodeNm, double clockMhz) {}
