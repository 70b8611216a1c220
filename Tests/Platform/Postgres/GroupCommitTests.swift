import Postgres
import TestKit
import Testing
import Values

@Suite("Orders that are carried out together", .timeLimit(.minutes(5)))
struct GroupCommitTests {
    private let tenant = TenantID()

    /// Carries numbers out as their squares, after a gate has opened, and notes what went together.
    private func squares(_ gate: AsyncStream<Void>, _ batches: Record<[Int]>) -> GroupCommit<Int, Int> {
        GroupCommit(largestBatch: 8) { orders, _ in
            batches.append(orders)
            for await _ in gate {}
            return orders.map { $0 * $0 }
        }
    }

    @Test("An order that finds nobody goes at once; those that wait meanwhile go together, as many as may")
    func together() async throws {
        let (gate, keeper) = AsyncStream<Void>.makeStream()
        let batches = Record<[Int]>()
        let orders = squares(gate, batches)
        let outcomes = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            for order in 0...20 {
                group.addTask { (order, try await orders.carryOut(order, in: tenant)) }
                if order == 0 { while batches.events.isEmpty { try await Task.sleep(for: .milliseconds(1)) } }
            }
            // The others have queued by then; if one had not, it would go by itself and make one batch more.
            try await Task.sleep(for: .milliseconds(200))
            keeper.finish()
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        #expect(outcomes == Dictionary(uniqueKeysWithValues: (0...20).map { ($0, $0 * $0) }))
        #expect(batches.events.first == [0])
        #expect(batches.events.map(\.count).max() == 8)
        #expect(batches.events.flatMap(\.self).sorted() == Array(0...20))
    }

    @Test("Schools do not wait for each other")
    func tenants() async throws {
        let (gate, keeper) = AsyncStream<Void>.makeStream()
        let other = TenantID()
        let orders = GroupCommit<Int, Int>(largestBatch: 8) { [tenant] orders, of in
            if of == tenant { for await _ in gate {} }
            return orders
        }
        let slow = Task { try await orders.carryOut(1, in: tenant) }
        #expect(try await orders.carryOut(2, in: other) == 2)
        keeper.finish()
        #expect(try await slow.value == 1)
    }

    @Test("Of a batch that PostgreSQL refuses for one of it, the others are carried out, each once")
    func refusal() async throws {
        try await withDatabase([school]) { database in
            let tenant = TenantID()
            let batches = Record<[String]>()
            let (gate, keeper) = AsyncStream<Void>.makeStream()
            let titles = GroupCommit<String, Void>(largestBatch: 8) { titles, tenant in
                batches.append(titles)
                if titles == ["first"] { for await _ in gate {} }
                try await database.tenant(tenant).execute(
                    """
                    insert into school.courses (tenant_id, id, title)
                    select \(tenant), gen_random_uuid(), title from unnest(\(titles)) as title
                    """
                )
                return titles.map { _ in }
            }
            let first = Task { try await titles.carryOut("first", in: tenant) }
            while batches.events.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
            // A course needs a title.
            let rest = ["one", "", "two"].map { title in Task { try await titles.carryOut(title, in: tenant) } }
            try await Task.sleep(for: .milliseconds(200))
            keeper.finish()
            try await first.value
            try await rest[0].value
            await #expect { try await rest[1].value } throws: { ($0 as? PostgresError)?.code == .checkViolation }
            try await rest[2].value
            let kept: [String] = try await database.tenant(tenant).all(
                "select title from school.courses order by title"
            )
            #expect(kept == ["first", "one", "two"])
            #expect(batches.events.contains { $0.count == 3 })
        }
    }
}
