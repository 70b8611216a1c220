import Foundation

/// Plants what each rule forbids, and what it must let pass, and compares.
enum SelfTest {
    struct Case {
        let path: String
        let source: String
        /// `rule:line`, in order.
        let expected: [String]

        init(_ path: String, _ source: String, finds expected: String...) {
            self.path = path
            self.source = source
            self.expected = expected
        }
    }

    static func run() -> Bool {
        let cases = SizeCases.all + LayoutCases.all + SchemaCases.all + TrapCases.all + ProseCases.all
        var failures = cases.flatMap { check($0) } + checkMedian()
        let planted = Set(cases.flatMap(\.expected).compactMap { $0.split(separator: ":").first.map(String.init) })
        for rule in Rule.allCases where rule != .fileMedian && !planted.contains(rule.rawValue) {
            failures.append("no case plants \(rule.rawValue)")
        }
        for failure in failures { print("tidy self-test: \(failure)") }
        print("tidy self-test: \(cases.count + 1) cases, \(failures.count) failures")
        return failures.isEmpty
    }

    /// Every case stands in a package with two services, so that their names are known.
    private static func check(_ test: Case) -> [String] {
        let file = SourceFile(path: test.path, text: test.source)
        let services = ["LMS", "Enrollment"].map {
            SourceFile(path: "Sources/Services/\($0)/API/\($0).swift", text: "")
        }
        do {
            let manifest = try Manifest.decode(Data(LayoutCases.manifest.utf8))
            let found = Inspection(Tree(files: services + [file], manifest: manifest)).findings
            let names = found.map { "\($0.rule.rawValue):\($0.line)" }
            return names == test.expected
                ? [] : ["\(test.path): expected \(test.expected), found \(found)\n\(test.source)"]
        } catch {
            return ["manifest: \(error)"]
        }
    }

    private static func checkMedian() -> [String] {
        let long = (1...3).map {
            SourceFile(path: "Sources/Campus/Long\($0).swift", text: String(repeating: "\n", count: 150))
        }
        let found = Inspection(Tree(files: long)).findings.map(\.rule)
        return found == [.fileMedian] ? [] : ["three files of 150 lines: found \(found)"]
    }
}
