/// Statements that go out together and are one transaction where none is open.
struct Batch: Sendable {
    let queries: [Query]
    /// Whether they run as the role that sees every tenant's rows.
    let isPlatform: Bool
    /// Whether they certainly only read: then they can wait for others, and run again.
    let onlyReads: Bool

    init(_ queries: [Query], isPlatform: Bool = false, onlyReads: Bool = false) {
        (self.queries, self.isPlatform, self.onlyReads) = (queries, isPlatform, onlyReads)
    }
}

/// A batch on its way: what will be answered, in this order.
struct Exchange {
    enum Answer {
        case preparation(PreparedStatement)
        case execution(PreparedStatement, isFresh: Bool)
        case cleanUp

        func prepares(_ statement: PreparedStatement) -> Bool {
            if case .preparation(let prepared) = self { prepared === statement } else { false }
        }
    }

    var answers: [Answer] = []
    /// Whether it was sent behind others.
    var isAhead = false
    let onlyReads: Bool
    /// Why it could not be sent; nothing is answered then.
    var failure: PostgresError?

    /// Whether what is sent behind it will not wait for long.
    var isQuick: Bool {
        onlyReads
            && answers.allSatisfy {
                if case .execution(let statement, isFresh: false) = $0 { statement.isQuick } else { false }
            }
    }

    func took(_ duration: Duration) {
        if case .execution(let statement, _) = answers.last { statement.took(duration) }
    }
}
