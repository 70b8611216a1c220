/// PNG images without compression, written by hand (PNG specification, third edition).
enum Images {
    /// One colour, with or without transparency. `claimed` is the size in the header, if another.
    static func png(_ width: Int, _ height: Int, alpha: Bool = false, claimed: (Int, Int)? = nil) -> [UInt8] {
        let pixel: [UInt8] = alpha ? [200, 30, 30, 128] : [200, 30, 30]
        let row: [UInt8] = [0] + Array([[UInt8]](repeating: pixel, count: width).joined())
        let pixels: [UInt8] = Array([[UInt8]](repeating: row, count: height).joined())
        let (w, h) = claimed ?? (width, height)
        var png: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
        let format: [UInt8] = [8, alpha ? 6 : 2, 0, 0, 0]
        png += chunk("IHDR", bytes(UInt32(w)) + bytes(UInt32(h)) + format)
        png += chunk("IDAT", stored(pixels))
        png += chunk("IEND", [])
        return png
    }

    /// Width, height and colour type of a PNG.
    static func header(_ png: [UInt8]) -> (width: Int, height: Int, color: UInt8) {
        (Int(png[18]) << 8 | Int(png[19]), Int(png[22]) << 8 | Int(png[23]), png[25])
    }

    /// A zlib stream of stored blocks (RFC 1950, RFC 1951 §3.2.4).
    private static func stored(_ data: [UInt8]) -> [UInt8] {
        var stream: [UInt8] = [0x78, 0x01]
        var rest = data[...]
        repeat {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(block.count)
            let size = UInt16(block.count)
            stream.append(rest.isEmpty ? 1 : 0)
            for value in [size, ~size] { stream += [UInt8(value & 255), UInt8(value >> 8)] }
            stream += block
        } while !rest.isEmpty
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in data {
            a = (a + UInt32(byte)) % 65_521
            b = (b + a) % 65_521
        }
        return stream + bytes(b << 16 | a)
    }

    private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let named = Array(name.utf8) + data
        var chunk = bytes(UInt32(data.count))
        chunk += named
        chunk += bytes(checksum(named))
        return chunk
    }

    private static func bytes(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }

    private static func checksum(_ data: [UInt8]) -> UInt32 {
        var sum = ~UInt32(0)
        for byte in data {
            sum ^= UInt32(byte)
            for _ in 0..<8 {
                let isOdd = sum & 1 == 1
                sum >>= 1
                if isOdd { sum ^= 0xedb8_8320 }
            }
        }
        return ~sum
    }
}
