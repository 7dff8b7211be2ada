package io.bitcycle.training.landscape;

/**
 * The largest eigenvalue, by magnitude, of the Hessian of a loss: power iteration, in which the Hessian times a vector v of
 * length 1 is (g(w + h v) − g(w − h v)) / 2h with exact gradients g and h = {@value #STEP} x |w|.
 *
 * @param eigenvalue Rayleigh quotient of the last vector
 * @param iterations done
 * @param converged whether the last iteration changed it by less than {@value #TOLERANCE} of itself
 */
public record Curvature(double eigenvalue, int iterations, boolean converged) {
    static final double STEP = 1e-3;
    static final double TOLERANCE = 1e-2;

    /** @param start of length 1 */
    static Curvature of(LossFunction function, WeightVector start, int mostIterations) {
        WeightVector weights = WeightVector.of(function.parameters(), parameter -> parameter.value());
        double step = STEP * weights.norm();
        WeightVector vector = start;
        double eigenvalue = 0;
        try {
            for (int i = 1; i <= mostIterations; i++) {
                weights.plus(step, vector).into(function.parameters());
                WeightVector above = function.gradient();
                weights.plus(-step, vector).into(function.parameters());
                WeightVector product = above.plus(-1, function.gradient()).times(0.5 / step);
                double before = eigenvalue;
                eigenvalue = vector.dot(product);
                if (Math.abs(eigenvalue - before) <= TOLERANCE * Math.abs(eigenvalue)) {
                    return new Curvature(eigenvalue, i, true);
                }
                vector = product.times(1 / product.norm());
            }
            return new Curvature(eigenvalue, mostIterations, false);
        } finally {
            weights.into(function.parameters());
        }
    }
}
