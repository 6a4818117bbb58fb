/// One step of a compiled function: what to do, and with which registers.
///
/// An operand that is read may name a register (zero and up) or a constant (below zero, counted
/// down from -1), so that constants need no step of their own.
struct Instruction {
    enum Operation: UInt8 {
        /// a ← b
        case move
        /// Fails when variable a was never assigned.
        case check
        /// a ← global b, which must have been assigned; global a ← b
        case getGlobal, setGlobal
        /// a ← the content of cell b; cell a ← b; a ← the content of captured cell b
        case getCell, setCell, getFree
        /// a ← predeclared value b
        case getPredeclared

        // a ← b and c combined
        case add, subtract, multiply, floorDivide, modulo
        /// With the operator in `extra`.
        case binary
        /// a ← b += c, which changes lists in place.
        case addInPlace
        /// a ← b compared with c by the operator in `extra`
        case compare
        /// Goes on at a unless b compared with c by the operator in `extra` is true, or false.
        case jumpUnlessCompared, jumpIfCompared
        /// a ← b in c; with `extra` set, not in
        case contained
        /// a ← operator in `extra` applied to b
        case unary
        case not

        /// Goes on at a, always, or as b is true or false.
        case jump, jumpIf, jumpUnless

        /// a ← the c registers from b on
        case makeList, makeTuple
        /// a ← an empty dictionary
        case makeDict
        /// a[b] ← c; the first refuses keys that are there already.
        case setUniqueEntry, setEntry
        case append

        /// a ← b[c]; a[b] ← c
        case getIndex, setIndex
        /// a ← b[b + 1 : b + 2 : b + 3]
        case slice
        /// a ← b.c; a.b ← c, the name being a constant
        case getAttribute, setAttribute
        /// Register a and the one after it ← method c of b, ready to be called
        case prepareMethod

        /// a ← b called with the c registers after it
        case call
        /// a ← method at b called with the c registers after the two it takes
        case callMethod
        /// a ← b called as call site c describes
        case callComplex
        /// a ← function c, its fallbacks and cells from b on
        case makeFunction
        /// a and as many registers as needed ← names of load site c
        case load

        /// Begins walking over b in loop slot a.
        case iterate
        /// a ← the next element of loop slot b, or goes on at c.
        case next
        /// Ends the walk in loop slot a.
        case finish
        /// c registers from a on ← the elements of b
        case unpack
        case giveBack
    }

    var operation: Operation
    var extra: UInt8 = 0
    var a: Int32 = 0
    var b: Int32 = 0
    var c: Int32 = 0
}
