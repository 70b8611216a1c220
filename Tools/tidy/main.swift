// Checks the package against STYLE.md: one line for each finding, exit status 1 when there is any.
import Foundation

var arguments = CommandLine.arguments.dropFirst()
var root = "."
var manifestPath: String?
while let argument = arguments.popFirst() {
    switch argument {
    case "--rules":
        for rule in Rule.allCases { print("\(rule.rawValue): \(rule.summary)") }
        exit(0)
    case "--self-test":
        exit(SelfTest.run() ? 0 : 1)
    case "--manifest":
        manifestPath = arguments.popFirst()
    case "--root":
        root = arguments.popFirst() ?? root
    default:
        print("usage: tidy [--root FOLDER] [--manifest FILE] | --rules | --self-test")
        exit(2)
    }
}

do {
    let clock = ContinuousClock()
    let start = clock.now
    var tree = try Tree.read(package: root)
    tree.manifest =
        if let manifestPath {
            try Manifest.decode(Data(contentsOf: URL(fileURLWithPath: manifestPath)))
        } else {
            try Manifest.dump(package: root)
        }
    let inspection = Inspection(tree)
    for finding in inspection.findings { print(finding) }
    let seconds = String(format: "%.1f", (clock.now - start) / .seconds(1))
    print(
        "tidy: \(tree.files.count) files, median \(inspection.medianLines) lines,",
        "\(inspection.findings.count) findings, \(seconds) s"
    )
    exit(inspection.findings.isEmpty ? 0 : 1)
} catch {
    print("tidy: \(error)")
    exit(2)
}
