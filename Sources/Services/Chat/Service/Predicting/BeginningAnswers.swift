import Access
import AccountingAPI
import Cache
import ChatAPI
import Crypto
import Endpoints
import FoundationEssentials
import HTTPTypes
import Postgres
import Upstreams
import Values

extension ChatService {
    /// Asks a question. What can refuse it has been asked when this returns: who may ask, how often, the credits, and
    /// the upstream, if it fails at once.
    ///
    /// - Throws: 402 without credits, 403 for somebody else's chatflow, 404 for somebody else's session, 409 while the
    ///   same is being answered, 429 above a limit, and 502, 503 or 504 for an upstream that does not answer.
    func begin<Format: AnswerFormat>(
        _ ask: Ask,
        _ call: Call,
        as format: @escaping @Sendable (AskedTurn) -> Format
    ) async throws -> RunningAnswer {
        let caller = try call.caller
        try ask.check()
        try await call.limit(\.questions)
        try await call.limit(\.questionsOfTenant, LimitKey(caller.tenantID))
        try progress.enter(caller.userID, caller.tenantID)
        let answer: RunningAnswer
        do {
            answer = try await entered(ask, call, format)
        } catch {
            progress.leave(caller.userID, caller.tenantID)
            throw error
        }
        let leave: @Sendable () -> Void = { answer.leave() }
        let failure = await whileClientWaits(onLeave: leave) {
            await answer.failureBeforeFirstByte(within: Self.patience)
        }
        if let failure { throw ChatError.upstream(failure, answer.turn) }
        return answer
    }

    /// How long a status waits for the upstream's first word: as long as somebody who sees nothing happen. What fails
    /// later is told in the stream.
    private static var patience: Duration { .seconds(2) }

    private func entered<Format: AnswerFormat>(
        _ ask: Ask,
        _ call: Call,
        _ format: @escaping @Sendable (AskedTurn) -> Format
    ) async throws -> RunningAnswer {
        let (caller, now, key) = (try call.caller, call.now, call.requestKey)
        let context = try await context(of: ask, call)
        let earlier = context.earlier
        if let earlier { try Self.check(earlier, against: ask, key, at: now) }
        let turn = Self.turn(of: ask, earlier, at: now)
        if let earlier, ask.retried == nil, earlier.isFinal {
            var replayed = turn
            let files = try await call.read { try $0.uploads(of: earlier.id, by: caller) }
            replayed.filesUploaded = files.filesUploaded(at: earlier.askedAt)
            progress.leave(caller.userID, caller.tenantID)
            return Self.replaying(earlier, as: replayed, format(replayed))
        }
        try await countQuestion(to: context.tutor, call)
        var uploads: [ReceivedUpload] = []
        do {
            uploads = try await receive(ask, earlier, for: context.tutor, call)
            let room = try await filesInMemory.room(for: uploads.reduce(0) { $0 + $1.size })
            // The upstream has the files once it says something.
            return try await begin(ask, context, turn, uploads, call, format) { room?.leave() }
        } catch {
            await discard(uploads)
            await uncountQuestion(to: context.tutor, of: caller.userID, in: caller.tenantID, askedAt: now)
            throw error
        }
    }

    private func context(of ask: Ask, _ call: Call) async throws -> AskContext {
        let (caller, now, key) = (try call.caller, call.now, call.requestKey)
        let isChatflow = ask.chatflow.text != CampusTutor.id && CourseTutorID.course(ask.chatflow) == nil
        if isChatflow, key == nil, ask.retried == nil {
            let tutor = try await assigned.tutor(ask.chatflow, for: caller, in: call.school)
            if !AskContext.knowsMore(of: ask, tutor) { return AskContext(tutor: tutor) }
        }
        return try await call.read { try $0.context(of: ask, key: key, for: caller, at: now) }
    }

    // tidy: allow parameter-count — a question with all that is known of it
    private func begin<Format: AnswerFormat>(
        _ ask: Ask,
        _ context: AskContext,
        _ turn: AskedTurn,
        _ uploads: [ReceivedUpload],
        _ call: Call,
        _ format: @escaping @Sendable (AskedTurn) -> Format,
        spoken: @escaping @Sendable () -> Void
    ) async throws -> RunningAnswer {
        let (caller, now, key, tutor) = (try call.caller, call.now, call.requestKey, context.tutor)
        var turn = turn
        if ask.retried == nil { turn.filesUploaded = uploads.filesUploaded(at: now) }
        let begun = turn
        let charge = try await charge(for: tutor, context.earlier, isRetry: ask.retried != nil, call)
        let asking = try Asking(
            ask,
            context,
            uploads: try await upstreamUploads(uploads),
            memory: Self.memory(of: turn, ask, for: caller),
            parts
        )
        let standard = parts.settings.answerTokens * (charge.isOfModel ? 1 : ChatSettings.flowFactor)
        let limits = [ask.maximumTokens, tutor.answerTokens, standard].compactMap(\.self)
        let isKept = turn.session != nil || key != nil
        if isKept {
            try await keep(begun, uploads, charge, resuming: context.earlier != nil, tutor, call)
        } else {
            // The upstream gets them; nobody else will ask for them.
            await discard(uploads)
        }
        let most: Int
        do {
            most = try await charge.reserve(input: asking.inputTokens, most: max(1, limits.min() ?? 1))
        } catch {
            if isKept { await forget(begun, charge, earlier: context.earlier, of: caller) }
            throw error
        }
        let source = asking.source(mostTokens: most)
        let make: @Sendable (AnswerPipe) async -> WholeAnswer = { [self] pipe in
            var maker = AnswerMaker(
                self,
                begun,
                isKept: isKept,
                source,
                charge,
                mostTokens: most,
                pipe,
                format(begun)
            )
            let whole = await maker.run()
            progress.leave(charge.learner, charge.tenant)
            if whole.hasFailed {
                await uncountQuestion(to: tutor, of: charge.learner, in: charge.tenant, askedAt: begun.askedAt)
            }
            return whole
        }
        return RunningAnswer(begun, spoken: spoken, stop: { source.stop() }, make: make)
    }

    /// What the answer will be paid with. The same request that a killed process has charged already is answered for
    /// nothing more.
    private func charge(
        for tutor: Tutor,
        _ earlier: EarlierTurn?,
        isRetry: Bool,
        _ call: Call
    ) async throws -> Charge {
        let caller = try call.caller
        var tariff = try await tariffs.tariff(of: tutor.target, in: caller.tenantID, at: call.now)
        if let earlier, !isRetry, earlier.isInterrupted, let hold = earlier.holdID {
            let platform = Accounting.platform(in: caller.tenantID, at: call.now)
            do {
                let end = try await parts.caller.call(VoidHold(hold), as: platform)
                if end.charged > .zero { tariff = .free }
            } catch let problem as Problem where problem.status == .notFound {
                // Nothing was set aside yet.
            }
        }
        return Charge(tutor, tariff, for: caller, parts)
    }

    /// The files of a question: those that came with it, or that it has from when it was asked first.
    private func receive(
        _ ask: Ask,
        _ earlier: EarlierTurn?,
        for tutor: Tutor,
        _ call: Call
    ) async throws -> [ReceivedUpload] {
        let caller = try call.caller
        if case .lessons = tutor.target {
            guard ask.uploads.isEmpty else { throw ChatError.readsNoFiles }
            return []
        }
        if let earlier { return try await call.read { try $0.uploads(of: earlier.id, by: caller) } }
        return try await receive(ask.uploads, for: caller, at: call.now)
    }

    // tidy: allow parameter-count — a turn with all that its row says
    private func keep(
        _ turn: AskedTurn,
        _ uploads: [ReceivedUpload],
        _ charge: Charge,
        resuming: Bool,
        _ tutor: Tutor,
        _ call: Call
    ) async throws {
        let (caller, key) = (try call.caller, call.requestKey)
        if turn.beginsSession, key == nil, uploads.isEmpty {
            try await write(.begun(turn, charge.hold, by: caller.userID), in: caller.tenantID)
            return
        }
        // Flowise's memory of a conversation takes one answer at a time.
        var isAlone = false
        if case .flow = tutor.target { isAlone = true }
        let alone = isAlone
        try await call.read { transaction in
            if resuming {
                try transaction.resume(turn, charge.hold, isAlone: alone, for: caller)
            } else {
                try transaction.begin(turn, charge.hold, key: key, isAlone: alone, for: caller)
                try transaction.attach(
                    uploads,
                    to: turn.id,
                    in: turn.session,
                    chatflow: turn.chatflow,
                    for: caller,
                    at: turn.askedAt
                )
            }
        }
    }

    private static func check(_ earlier: EarlierTurn, against ask: Ask, _ key: RequestKey?, at now: Date) throws {
        if ask.retried != nil {
            guard !earlier.isAnswered else { throw ChatError.nothingToRetry }
        } else if earlier.fingerprint != key?.fingerprint {
            throw ChatError.keyReused
        }
        if earlier.isRunning(at: now) {
            throw ask.retried == nil ? ChatError.requestInProgress : ChatError.sessionBusy
        }
    }

    private static func turn(of ask: Ask, _ earlier: EarlierTurn?, at now: Date) -> AskedTurn {
        let session: ChatSessionID? =
            switch ask.session {
            case .none: earlier?.sessionID
            case .new: earlier?.sessionID ?? ChatSessionID()
            case .named(let id): id
            }
        let id = earlier?.id ?? ChatMessageID()
        return AskedTurn(
            id: id,
            answerID: earlier?.answerID ?? ChatMessageID(),
            session: session,
            beginsSession: ask.session == .new && earlier == nil,
            // Of its own, the turn's: asked again under its key it is the same.
            conversation: session?.description ?? ask.conversation ?? id.description,
            chatflow: ask.chatflow.text,
            question: ask.question,
            askedAt: now
        )
    }

    /// What an upstream knows the conversation by: nothing that anybody else could name.
    private static func memory(of turn: AskedTurn, _ ask: Ask, for caller: Principal) -> String {
        var name = caller.tenantID.bytes + caller.userID.bytes
        name += turn.conversation.utf8
        return SHA256.hash(data: name).prefix(20).hexadecimal
    }

    /// The answer to the same request as before.
    private static func replaying(
        _ earlier: EarlierTurn,
        as turn: AskedTurn,
        _ format: some AnswerFormat
    ) -> RunningAnswer {
        RunningAnswer(turn) { pipe in
            pipe.say(nil)
            var (format, record) = (format, AnswerRecord())
            var text = format.opening
            for event in (earlier.events.array ?? []).compactMap(AnswerEvent.init) {
                record.add(event)
                text += format.text(of: event)
            }
            let cost = MicroCredits(micro: earlier.cost)
            let told = (earlier.events.array ?? []).compactMap { AnswerSummary(kept: $0, cost: cost) }.last
            // One that was stopped tells no end.
            let summary =
                told
                ?? AnswerSummary(
                    finish: earlier.isAnswered ? .stop : .length,
                    usage: UpstreamUsage(
                        inputTokens: TokenEstimate(turn.question).tokens,
                        outputTokens: TokenEstimate(record.text).tokens,
                        isEstimated: true
                    ),
                    cost: cost
                )
            text += format.text(of: .ended(summary))
            try? await pipe.relay.send(text: text)
            return WholeAnswer(record: record, result: .success(summary))
        }
    }
}

extension AnswerEvent {
    /// An event as it was kept.
    fileprivate init?(_ kept: JSON) {
        guard let name = kept["event"]?.string, name != AnswerSummary.keptName, let data = kept["data"] else {
            return nil
        }
        self =
            switch name {
            case "token": .token(data.string ?? "")
            case "thinking": .thinking(data.string ?? "")
            case "sourceDocuments": .sources(data)
            default: .activity(name: name, data: data)
            }
    }
}
