#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The gamma function computed as in the Cephes library, whose last digits the reference has.
enum GammaFunction {
    private static let numerator = [
        1.60119522476751861407e-04, 1.19135147006586384913e-03, 1.04213797561761569935e-02,
        4.76367800457137231464e-02, 2.07448227648435975150e-01, 4.94214826801497100753e-01,
        9.99999999999999996796e-01,
    ]
    private static let denominator = [
        -2.31581873324120129819e-05, 5.39605580493303397842e-04, -4.45641913851797240494e-03,
        1.18139785222060435552e-02, 3.58236398605498653373e-02, -2.34591795718243348568e-01,
        7.14304917030273074085e-02, 1.00000000000000000320e+00,
    ]
    private static let stirling = [
        7.87311395793093628397e-4, -2.29549961613378126380e-4, -2.68132617805781232825e-3,
        3.47222221605458667310e-3, 8.33333333333482257126e-2,
    ]

    static func value(_ x: Double) -> Double {
        if x.isNaN || x == -.infinity || x < 0 && x == x.rounded(.down) { return .nan }
        if x == .infinity { return .infinity }
        if x == 0 { return x.sign == .minus ? -.infinity : .infinity }
        if abs(x) > 33 { return large(x) }
        var x = x
        var factor = 1.0
        while x >= 3 {
            x -= 1
            factor *= x
        }
        while x < 0 {
            if x > -1e-9 { return nearZero(x, factor) }
            factor /= x
            x += 1
        }
        while x < 2 {
            if x < 1e-9 { return nearZero(x, factor) }
            factor /= x
            x += 1
        }
        if x == 2 { return factor }
        x -= 2
        return factor * polynomial(numerator, x) / polynomial(denominator, x)
    }

    private static func nearZero(_ x: Double, _ factor: Double) -> Double {
        x == 0 ? .infinity : factor / ((1 + 0.5772156649015329 * x) * x)
    }

    private static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
        coefficients.dropFirst().reduce(coefficients[0]) { $0 * x + $1 }
    }

    private static func large(_ x: Double) -> Double {
        let q = abs(x)
        guard x < 0 else { return x > 171.61447887182298 ? .infinity : stirlingSeries(x) }
        var whole = q.rounded(.down)
        let sign: Double = Int64(exactly: whole).map { $0 & 1 == 0 } ?? true ? -1 : 1
        var z = q - whole
        if z > 0.5 {
            whole += 1
            z = q - whole
        }
        z = q * sin(.pi * z)
        if z == 0 { return sign * .infinity }
        return sign * .pi / (abs(z) * (q > 171.61447887182298 ? .infinity : stirlingSeries(q)))
    }

    private static func stirlingSeries(_ x: Double) -> Double {
        let w = 1 / x
        let correction = 1 + w * polynomial(stirling, w)
        if x > 143.01608 {
            let half = pow(x, 0.5 * x - 0.25)
            return 2.50662827463100050242 * half * (half / exp(x)) * correction
        }
        return 2.50662827463100050242 * (pow(x, x - 0.5) / exp(x)) * correction
    }
}
