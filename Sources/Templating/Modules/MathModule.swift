#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import Starlark

/// `@ytt:math`
enum MathModule {
    static func exports(_ session: RenderingSession) -> [String: Value] {
        session.warnOnce(
            "\nWarning: a function from the @ytt:math module is used in this invocation; this module "
                + "does not guarantee bit-identical results across CPU architectures.\n")
        var members: [(name: String, value: Value)] = [
            ("ceil", rounding("ceil") { $0.rounded(.up) }),
            ("floor", rounding("floor") { $0.rounded(.down) }),
            ("mod", binary("mod") { fmod($0, $1) }),
            ("pow", binary("pow") { pow($0, $1) }),
            ("copysign", binary("copysign") { copysign($0, $1) }),
            ("remainder", binary("remainder") { remainder($0, $1) }),
            ("atan2", binary("atan2") { atan2($0, $1) }),
            ("hypot", binary("hypot") { hypot($0, $1) }),
            ("log", logarithm),
            ("e", .float(M_E)), ("pi", .float(.pi)),
        ]
        for (name, function) in unary { members.append((name, Self.unary(name, function))) }
        return Builtins.module("math", members)
    }

    private static var unary: [(String, (Double) -> Double)] {
        [
            ("fabs", { abs($0) }), ("round", { $0.rounded(.toNearestOrAwayFromZero) }),
            ("exp", { exp($0) }), ("sqrt", { $0.squareRoot() }), ("acos", { .pi / 2 - asin($0) }),
            ("asin", { asin($0) }), ("atan", { atan($0) }), ("cos", { cos($0) }),
            ("sin", { sin($0) }), ("tan", { tan($0) }), ("degrees", { $0 / (.pi / 180) }),
            ("radians", { $0 * (.pi / 180) }), ("acosh", { acosh($0) }), ("asinh", { asinh($0) }),
            ("atanh", { atanh($0) }), ("cosh", { cosh($0) }), ("sinh", { sinh($0) }),
            ("tanh", { tanh($0) }), ("gamma", { GammaFunction.value($0) }),
        ]
    }

    private static func number(_ value: Value) throws -> Double {
        guard let number = value.asDouble else {
            throw Failure("expected float value, but was \(GoTypeName.of(value))")
        }
        return number
    }

    private static func unary(
        _ name: String, _ body: @escaping (Double) -> Double
    ) -> Value {
        Builtins.function(name) { .float(body(try number(try $0.expectExactlyOne()))) }
    }

    private static func rounding(
        _ name: String, _ body: @escaping (Double) -> Double
    ) -> Value {
        Builtins.function(name) { call in
            let argument = try call.expectExactlyOne()
            if case .int = argument { return argument }
            if case .big = argument { return argument }
            let result = body(try number(argument))
            guard result.isFinite else {
                throw Failure("cannot convert float \(result) to integer")
            }
            if let small = Int(exactly: result) { return .int(small) }
            return .float(result)
        }
    }

    private static func binary(
        _ name: String, _ body: @escaping (Double, Double) -> Double
    ) -> Value {
        Builtins.function(name) { call in
            guard call.arguments.count == 2 else { throw Failure("expected exactly two arguments") }
            return .float(body(try number(call.arguments[0]), try number(call.arguments[1])))
        }
    }

    private static var logarithm: Value {
        Builtins.function("log") { call in
            guard (1...2).contains(call.arguments.count) else {
                throw Failure("expected one or two arguments")
            }
            let number = try number(call.arguments[0])
            guard call.arguments.count == 2 else { return .float(log(number)) }
            let base = try Self.number(call.arguments[1])
            if base == 1 { throw Failure("division by zero") }
            return .float(log(number) / log(base))
        }
    }
}
