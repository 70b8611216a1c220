import Synchronization
import Testing
import Values

@Suite("What is asked again after some seconds", .timeLimit(.minutes(5)))
struct AskedAgainTests {
    private struct Away: Error {}

    @Test("An answer is kept for its key until its time is over")
    func answerIsKept() async throws {
        let known = AskedAgain<String, Int>(after: .milliseconds(50))
        #expect(try await known.answer(to: "a") { 1 } == 1)
        #expect(try await known.answer(to: "b") { 2 } == 2)
        #expect(try await known.answer(to: "a") { 3 } == 1)
        try await Task.sleep(for: .milliseconds(60))
        #expect(try await known.answer(to: "a") { 4 } == 4)
    }

    @Test("After a change everything is asked again")
    func changeIsHeard() async throws {
        let known = AskedAgain<String, Int>(after: .seconds(60))
        #expect(try await known.answer(to: "a") { 1 } == 1)
        known.forgetAll()
        #expect(try await known.answer(to: "a") { 2 } == 2)
    }

    @Test("An answer that was on its way when something changed is handed out and not kept")
    func lateAnswerIsNotKept() async throws {
        let known = AskedAgain<String, Int>(after: .seconds(60))
        let late = try await known.answer(to: "a") {
            known.forgetAll()
            return 1
        }
        #expect(late == 1)
        #expect(try await known.answer(to: "a") { 2 } == 2)
    }

    @Test("An error is not kept")
    func errorIsNotKept() async throws {
        let known = AskedAgain<String, Int>(after: .seconds(60))
        await #expect(throws: Away.self) { try await known.answer(to: "a") { throw Away() } }
        #expect(try await known.answer(to: "a") { 2 } == 2)
    }

    @Test("When it is full everything is asked again")
    func sizeIsBounded() async throws {
        let known = AskedAgain<Int, Int>(after: .seconds(60), capacity: 10)
        let asked = Mutex(0)
        for round in 0..<2 {
            for key in 0..<10 {
                #expect(
                    try await known.answer(to: key) {
                        asked.withLock { $0 += 1 }
                        return key
                    } == key
                )
            }
            #expect(asked.withLock(\.self) == 10, "round \(round)")
        }
        _ = try await known.answer(to: 10) { 10 }
        #expect(try await known.answer(to: 0) { -1 } == -1)
    }
}
