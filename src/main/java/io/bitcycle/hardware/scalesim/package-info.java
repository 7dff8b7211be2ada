/** SCALE-Sim's {@code .cfg} files as hwconfigs; keys as SCALE-Sim v3's {@code scale_config.py} reads them. */
package io.bitcycle.hardware.scalesim;
