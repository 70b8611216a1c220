import AccountingAPI
import CampusTestKit
import Endpoints
import Testing
import Values

/// Holds as the tutor asks for them: calls from one service to another.
@Suite("Holds", .timeLimit(.minutes(5)))
struct HoldTests {
    @Test("A hundred who reserve at once with credit for seven: exactly seven may, the others are told why")
    func sevenOfAHundred() async throws {
        try await TestCampus.run { campus in
            let tutor = try await Tutor(campus, credits: 7)
            let outcomes = await withTaskGroup(of: String.self) { group in
                for _ in 0..<100 {
                    group.addTask { await tutor.outcome { try await tutor.reserve(1_000_000) } }
                }
                return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            #expect(outcomes == ["ok": 7, "402 insufficient_credits": 93])
            #expect(try await tutor.credits() == 0)
        }
    }

    @Test("An answer is held for, extended, charged once at its real cost, and noted")
    func life() async throws {
        try await TestCampus.run { campus in
            let tutor = try await Tutor(campus, credits: 10)
            let hold = HoldID()
            #expect(try await tutor.reserve(3_000_000, hold) == Reservation(3_000_000, available: 7_000_000))
            #expect(try await tutor.reserve(3_000_000, hold) == Reservation(3_000_000, available: 0, isReplay: true))
            #expect(try await tutor.checkpoint([hold: 2_500_000]) == [hold])
            #expect(try await tutor.extend(hold, by: 2_000_000) == Reservation(5_000_000, available: 5_000_000))
            #expect(try await tutor.credits() == 5)

            #expect(try await tutor.settle(hold, 3_250_000) == Settlement(3_250_000))
            #expect(try await tutor.settle(hold, 9_000_000) == Settlement(3_250_000, wasClosed: true))
            #expect(try await tutor.void(hold) == Settlement(3_250_000, wasClosed: true))
            #expect(try await tutor.checkpoint([hold: 4_000_000]) == [])
            #expect(await tutor.outcome { try await tutor.reserve(1, hold) } == "409 hold_closed")
            #expect(await tutor.outcome { try await tutor.extend(hold, by: 1) } == "409 hold_closed")
            #expect(try await tutor.credits() == 6)

            let statistics = try await tutor.statistics()
            #expect(statistics["totalRecords"] == 1 && statistics["byModel"] == ["tutor-flow": 4])
            #expect(statistics["recentActivity"]?[0]?["metadata"]?["success"] == true)
        }
    }

    @Test("Who has too little for a long answer gets a short one, and who has nothing is refused")
    func affordable() async throws {
        try await TestCampus.run { campus in
            let tutor = try await Tutor(campus, credits: 2)
            let hold = HoldID()
            #expect(try await tutor.reserve(5_000_000, hold, atLeast: 500_000) == Reservation(2_000_000, available: 0))
            let refused = await tutor.outcome { try await tutor.reserve(5_000_000, atLeast: 1) }
            #expect(refused == "402 insufficient_credits")
            #expect(await tutor.outcome { try await tutor.extend(hold, by: 1) } == "402 insufficient_credits")
            #expect(try await tutor.void(hold) == Settlement(0))
            #expect(try await tutor.credits() == 2)
            #expect(await tutor.outcome { try await tutor.settle(HoldID(), 1) } == "404 not_found")
        }
    }

    @Test("What ends first is spent first, whenever it was given")
    func earliestEnd() async throws {
        try await TestCampus.run { campus in
            let tutor = try await Tutor(campus, credits: 4)
            let sooner = try await campus.admin().allocate(3, to: tutor.learner, days: 2)
            let hold = HoldID()
            try await tutor.reserve(5_000_000, hold)
            #expect(try await tutor.settle(hold, 4_000_000) == Settlement(4_000_000))
            let left = try await tutor.learner.get("/api/credits/balance").json
            #expect(left["totalCredits"] == 3 && left["activeAllocations"]?.array?.count == 1)
            #expect(left["activeAllocations"]?[0]?["id"] != sooner.json["id"])
        }
    }

    @Test("A class pays for its learners up to its limits; beyond them they pay themselves")
    func classes() async throws {
        try await TestCampus.run { campus in
            let tutor = try await Tutor(campus, credits: 5)
            let admin = try await campus.admin()
            let course = try await campus.course(by: campus.teacher(), lessons: 0).id
            let limited = try await admin.put(
                "/api/credits/wallets/classes/\(course)",
                ["limit": ["credits": 10, "period": "day"], "learnerLimit": ["credits": 3, "period": "day"]]
            )
            let funded = try await admin.post("/api/credits/wallets/\(course)/allocate", ["credits": 100])
            #expect(limited.status == 200 && funded.status == 201)

            let (lesson, first) = (try #require(CourseID(course)), HoldID())
            try await tutor.reserve(2_000_000, first, in: lesson)
            #expect(try await tutor.settle(first, 2_000_000) == Settlement(2_000_000))
            #expect(try await tutor.credits() == 5)
            // A credit of the learner's share is left: for what costs two, the learner's own wallet pays.
            try await tutor.reserve(2_000_000, in: lesson)
            #expect(try await tutor.credits() == 3)
            let refused = await tutor.outcome { try await tutor.reserve(4_000_000, in: lesson) }
            #expect(refused == "402 insufficient_credits")
            let wallets = try await admin.get("/api/credits/wallets?courseId=\(course)").json["wallets"]?.array ?? []
            #expect(wallets.compactMap { $0["availableCredits"]?.integer }.sorted() == [1, 8])
        }
    }

    @Test("Another limit for a class's learners is everybody's at once, and what was spent today still counts")
    func changedLimits() async throws {
        try await TestCampus.run { campus in
            let tutor = try await Tutor(campus, credits: 0)
            let admin = try await campus.admin()
            let course = try await campus.course(by: campus.teacher(), lessons: 0).id
            let lesson = try #require(CourseID(course))
            func allow(_ learner: Int?, class limit: Int = 100) async throws {
                var body = JSONObject()
                body["limit"] = ["credits": .integer(limit), "period": "day"]
                body["learnerLimit"] = learner.map { ["credits": .integer($0), "period": "day"] }
                #expect(try await admin.put("/api/credits/wallets/classes/\(course)", .object(body)).status == 200)
            }
            func spend(_ credits: Int) async -> String {
                await tutor.outcome {
                    let hold = HoldID()
                    try await tutor.reserve(credits * 1_000_000, hold, in: lesson)
                    _ = try await tutor.settle(hold, credits * 1_000_000)
                }
            }
            try await allow(4)
            #expect(try await admin.post("/api/credits/wallets/\(course)/allocate", ["credits": 100]).status == 201)
            let spent = await spend(3)
            try await allow(1)
            #expect(await spend(1) == "402 insufficient_credits")
            try await allow(5)
            #expect(await spend(2) == spent)
            #expect(await spend(1) == "402 insufficient_credits")
            try await allow(nil, class: 6)
            #expect(await spend(1) == spent)
            #expect(await spend(1) == "402 insufficient_credits")
            let journal = try await admin.get("/api/credits/journal?walletId=\(course)").json["entries"]?.array ?? []
            let usage = journal.filter { $0["kind"] == "usage" }
            #expect(usage.count == 3 && usage.allSatisfy { $0["userId"] != .null })
        }
    }

    @Test("What a killed process left is charged at its last checkpoint, and noted as interrupted")
    func interrupted() async throws {
        try await TestCampus.run { campus in
            let tutor = try await Tutor(campus, credits: 10)
            let (seen, unseen) = (HoldID(), HoldID())
            for hold in [seen, unseen] { try await tutor.reserve(3_000_000, hold) }
            #expect(try await tutor.checkpoint([seen: 1_500_000]) == [seen])
            try await tutor.sweep()
            #expect(try await tutor.credits() == 8)
            #expect(try await tutor.settle(seen, 3_000_000) == Settlement(1_500_000, wasClosed: true))
            #expect(try await tutor.settle(unseen, 3_000_000) == Settlement(0, wasClosed: true))
            let statistics = try await tutor.statistics()
            #expect(statistics["totalRecords"] == 1 && statistics["byModel"] == ["tutor-flow": 2])
            #expect(statistics["recentActivity"]?[0]?["metadata"]?["interrupted"] == true)
        }
    }

    @Test("Nobody but the platform may end a hold")
    func forbidden() async throws {
        try await TestCampus.run { campus in
            let tutor = try await Tutor(campus, credits: 1)
            let hold = HoldID()
            try await tutor.reserve(1_000_000, hold)
            for person in [tutor.learner, try await campus.admin()] {
                #expect(try await person.post("/api/credits/holds/\(hold)/void").status == 403)
            }
            #expect(try await tutor.credits() == 0)
        }
    }
}
