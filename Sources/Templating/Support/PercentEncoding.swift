import Starlark

/// `%20`: in a URL's parts, which differ in what may stand for itself.
enum PercentEncoding {
    enum Part { case pathSegment, path, query, user, fragment }

    private static func standsForItself(_ byte: UInt8, in part: Part) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            return true
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"): return true
        default: break
        }
        let allowed =
            switch part {
            case .pathSegment: "$&+=:@"
            case .path: "$&+,/:;=@"
            case .query: ""
            case .user: "$&+,;="
            case .fragment: "$&+,/:;=?@!()*"
            }
        return allowed.utf8.contains(byte)
    }

    static func encode(_ bytes: [UInt8], _ part: Part) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        for byte in bytes {
            if standsForItself(byte, in: part) {
                result.append(byte)
            } else if byte == 0x20, part == .query {
                result.append(UInt8(ascii: "+"))
            } else {
                result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return result
    }

    static func decode(_ bytes: [UInt8], _ part: Part) throws(Failure) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "+"), part == .query {
                result.append(0x20)
            } else if byte == UInt8(ascii: "%") {
                guard index + 1 < bytes.count, let high = digit(bytes[index]),
                    let low = digit(bytes[index + 1])
                else {
                    let shown = bytes[(index - 1)..<min(index + 2, bytes.count)]
                    throw Failure(
                        "invalid URL escape \"\(String(decoding: shown, as: UTF8.self))\"")
                }
                result.append(high << 4 | low)
                index += 2
            } else {
                result.append(byte)
            }
        }
        return result
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
    }
}
