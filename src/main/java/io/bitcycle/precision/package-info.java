/** When a training run uses which precision: schedules, what they save in BitOPs, and the precision range test. */
package io.bitcycle.precision;
